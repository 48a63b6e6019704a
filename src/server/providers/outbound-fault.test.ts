import { expect, test } from "vitest";
import { OutboundFault } from "./outbound-fault.ts";

const fault = new OutboundFault("openai", "https://models.example/v1", ["hunter2", ""]);

test("a quote is one short line without secrets", () => {
  expect(fault.quote("bad key hunter2\n  sent as Bearer abc.def, or sk-live-0123456789")).toBe(
    "bad key *** sent as Bearer ***, or ***",
  );
  expect(fault.quote("see https://me:pw@host/\u0007")).toBe("see https://***@host/");
  expect(fault.quote("x".repeat(5000))).toHaveLength(301);
});

test("a deadline is a TIMEOUT that names it", () => {
  expect(fault.timeout("idle", 1500)).toMatchObject({
    code: "TIMEOUT",
    message: "The OpenAI-compatible server sent nothing more within 1.5 s.",
    details: { provider: "openai", deadline: "idle", limit_ms: 1500 },
  });
});
