/** Cuts the bytes of a body where a script's `byteSplit` says, so that lines and characters break anywhere. */
import type { Answer, Frame } from "./answer.ts";
import type { Script } from "./script.ts";

export const splitFrames = (frames: readonly Frame[], { byteSplit }: Script): Pick<Answer, "frames" | "apart"> => {
  if (byteSplit === undefined) return { frames, apart: false };
  const bytes = Buffer.from(frames.map((frame) => frame.data).join(""));
  const pieces =
    byteSplit === "every"
      ? [...bytes].map((byte) => Buffer.of(byte))
      : [bytes.subarray(0, byteSplit), bytes.subarray(byteSplit)];
  const atMs = frames[0]?.atMs ?? 0;
  return { frames: pieces.filter((piece) => piece.length > 0).map((data) => ({ atMs, data })), apart: true };
};
