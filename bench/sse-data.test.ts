import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SseData } from "./sse-data.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("SseData", () => {
  it("passes over comments, retry and events without data", () => {
    const sse = new SseData();
    expect(sse.push(bytes('retry: 500\n\n: keep-alive\n\nid: run_1:1\ndata: {"a":1}\n\nevent: ping\n\n'))).toEqual([
      '{"a":1}',
    ]);
  });

  it("joins the lines of one event's data", () => {
    expect(new SseData().push(bytes("data: one\ndata:two\n\n"))).toEqual(["one\ntwo"]);
  });

  it("gives an event only with the byte that completes it", () => {
    const sse = new SseData();
    expect(sse.push(bytes("data: late\n"))).toEqual([]);
    expect(sse.push(bytes("\n"))).toEqual(["late"]);
  });

  it("gives the same data however the bytes are cut", () => {
    const data = fc.string({ unit: "grapheme" }).filter((text) => !/[\r\n]/.test(text));
    fc.assert(
      fc.property(fc.array(data), fc.array(fc.nat()), (events, cuts) => {
        const whole = bytes(events.map((event, i) => `id: ${i}\ndata: ${event}\n\n`).join(""));
        const at = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
        const sse = new SseData();
        const seen = [0, ...at].flatMap((from, i) => sse.push(whole.subarray(from, at[i] ?? whole.length)));
        expect(seen).toEqual(events);
      }),
    );
  });
});
