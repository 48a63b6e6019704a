/** To a reader that is stuck, a door writes what fits and then waits: what else there is stays in the log. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { foldStream } from "#e2e/hub/read-run-events.ts";
import { systemClock } from "#server/kernel/clock.ts";
import { writeEventStream } from "#server/transport/sse/event-stream.ts";
import { openPausedReader } from "./paused-reader.ts";
import { startStage } from "./start-stage.ts";

const megabyte = 1024 * 1024;

/** Resolves when the figure has been the same for a while. */
async function settled(figure: () => number): Promise<number> {
  for (let last = -1, same = 0; ; ) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    same = figure() === last ? same + 1 : 0;
    last = figure();
    if (same === 20) return last;
  }
}

test("an event stream asks for no frame that it cannot send", async () => {
  const frame = `data: ${"x".repeat(64 * 1024)}\n\n`;
  let asked = 0;
  async function* endless() {
    for (; asked < 2000; asked += 1) yield frame;
  }
  const gone = new AbortController();
  let response: ServerResponse | null = null;
  const server = createServer((_req, res) => {
    response = res;
    res.on("close", () => gone.abort());
    void writeEventStream(endless(), { res, signal: gone.signal, clock: systemClock, heartbeatMs: 5 });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const reader = await openPausedReader(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  const frames = await settled(() => asked);
  const held = (response as ServerResponse | null)?.writableLength ?? 0;
  expect(held).toBeLessThan(2 * frame.length);
  // The rest of it is in the kernel's buffers.
  expect(frames).toBeLessThan(1000);
  reader.close();
  await once(gone.signal, "abort");
  server.close();
});

test("the tRPC subscription holds one batch, not all there is", async () => {
  const stage = await startStage();
  const tokens = Array.from({ length: 900 }, () => "y".repeat(4096));
  stage.fake.script("large", { tokens });
  const ids: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const response = await stage.client.ask(`large ${i}`);
    ids.push(response.headers.get("x-run-id") ?? "");
    expect((await foldStream(response)).phase).toBe("done");
  }
  const total = ids.length * 900 * 4096;
  const watching: ServerResponse[] = [];
  const note = (message: unknown) => {
    watching.push((message as { response: ServerResponse }).response);
  };
  subscribe("http.server.request.start", note);
  const reader = await openPausedReader(stage.client.watchUrl(ids.map((run_id) => ({ run_id, after: 0 }))));
  unsubscribe("http.server.request.start", note);
  const [response] = watching;
  const held = await settled(() => response?.writableLength ?? 0);
  process.stdout.write(
    `a stuck subscription: ${(held / megabyte).toFixed(1)} MB held of ${(total / megabyte).toFixed(0)} MB there are\n`,
  );
  expect(held).toBeLessThan(10 * megabyte);
  reader.close();
  await stage.close();
}, 60_000);
