import fc from "fast-check";
import { expect, test } from "vitest";
import { isAppError } from "#server/kernel/app-error.ts";
import { newId } from "#server/kernel/ids.ts";
import { readLastEventId } from "./last-event-id.ts";

test("an id that the hub gave is read back", () => {
  const runId = newId("run");
  expect(readLastEventId(`${runId}:17`)).toEqual({ runId, after: 17 });
  expect(readLastEventId(`${runId}:0`)).toEqual({ runId, after: 0 });
});

test.each([undefined, ""])("%j is no id", (header) => {
  expect(readLastEventId(header)).toBeNull();
});

test("anything else is read or refused as BAD_REQUEST, never half taken", () => {
  const part = fc.constantFrom("run_", "01h", ":", "5", "-1", " ", "sess_", "9".repeat(16), "%", "__proto__");
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(part, { maxLength: 6 }).map((parts) => parts.join("")),
      ),
      (header) => {
        try {
          const read = readLastEventId(header);
          expect(read === null ? "" : `${read.runId}:${header.split(":")[1]}`).toBe(header);
          if (read) expect(Number.isSafeInteger(read.after)).toBe(true);
        } catch (error) {
          expect(isAppError(error) && error.code).toBe("BAD_REQUEST");
        }
      },
    ),
    { numRuns: 2000 },
  );
});
