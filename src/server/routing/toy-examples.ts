/** A dozen requests, enough to train a model in a test. */
import type { Example } from "./read-examples.ts";

const texts: Record<string, readonly string[]> = {
  debugging: [
    "the app crashes with a stack trace when I log in",
    "find out why this function throws an error",
    "it hangs and then crashes with an exception",
    "wrong result and an error in the log, why does it crash?",
  ],
  messaging: [
    "write an email to my landlord about the heating",
    "a friendly invitation to our summer party",
    "reply to this customer and say sorry for the delay",
    "tell the team by email that the office is closed",
  ],
  general: [
    "hello, how are you today",
    "what is a good present for my mother",
    "good morning to you",
    "tell me how the weather is today",
  ],
};

export const toyExamples: readonly Example[] = Object.entries(texts).flatMap(([capability, list]) =>
  list.map((text) => ({ text, capability })),
);
