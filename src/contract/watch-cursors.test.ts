import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCursors, resumeCursors, watchInput } from "./watch-cursors.ts";

const seqs = fc.array(fc.nat({ max: 1e9 }), { minLength: 1, maxLength: 128 });
const runsOf = (after: readonly number[]) => after.map((seq, i) => ({ run_id: `run_${i}`, after: seq }));

test("what was formatted is what is resumed, and fits the input", () => {
  fc.assert(
    fc.property(seqs, (given) => {
      const id = formatCursors(given);
      expect(resumeCursors(runsOf(given.map(() => 0)), id).map(({ after }) => after)).toEqual(given);
      expect(watchInput.safeParse({ runs: runsOf(given), lastEventId: id }).success).toBe(true);
    }),
  );
});

test("a cursor never moves back", () => {
  expect(resumeCursors(runsOf([5, 1]), "3.4").map(({ after }) => after)).toEqual([5, 4]);
});

test("an id that does not fit the runs is as good as none", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom("1", "1.2.3", "1.-2", "1.2e3", "a.b", "1.", ".")), (id) => {
      const resumed = resumeCursors(runsOf([7, 8]), id);
      expect(resumed.every(({ after }, i) => Number.isSafeInteger(after) && after >= (i === 0 ? 7 : 8))).toBe(true);
      if (!/^\d{1,15}\.\d{1,15}$/.test(id)) expect(resumed).toEqual(runsOf([7, 8]));
    }),
  );
  expect(resumeCursors(runsOf([1]), null)).toEqual(runsOf([1]));
  expect(resumeCursors(runsOf([1]), undefined)).toEqual(runsOf([1]));
});
