import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerRecall } from "./answer-recall.ts";
import { learnFacts } from "./learn-facts.ts";

const ask = (question: string, ...said: string[]): string[] =>
  answerRecall(question, learnFacts([...said, question])).map((answer) => answer.text);

describe("recalling what the user said", () => {
  test.each([
    ["My name is Casey.", "What is my name?", "your name: **Casey**"],
    ["my name’s casey, nice to meet you", "whats my name", "your name: **casey**"],
    ["Hi there! My name is Ann Lee and I like tea.", "Do you remember my name?", "your name: **Ann Lee**"],
    ["I am called Max", "Who am I?", "your name: **Max**"],
    ["Call me Ishmael.", "Tell me my name.", "your name: **Ishmael**"],
    ["Hello, I'm Casey.", "what's my name?", "your name: **Casey**"],
    ["I live in Porto, Portugal.", "Where do I live?", "where you live: **Porto, Portugal**"],
    ["I've moved to Oslo because of work", "where do I live now?", "where you live: **Oslo**"],
    ["My favorite color is teal!", "What is my favourite color?", "your favourite color: **teal**"],
    ["Teal is my favourite colour.", "what's my favorite colour", "your favorite colour: **Teal**"],
    ["Note that our deadline is Friday, 3 May.", "When is our deadline?", "your deadline: **Friday, 3 May**"],
    ["My dog is called Rex.", "What is my dog called?", "your dog's name: **Rex**"],
    ["My dog's name is Rex.", "What is my dog's name?", "your dog's name: **Rex**"],
    ["Our servers are in Bern", "Where are our servers?", "your servers: **in Bern**"],
    ["Remember that the code word is zebra.", "What is the code word?", "the code word: **zebra**"],
    ["The launch code is 4711.", "What's the launch code?", "the launch code: **4711**"],
  ])("%j, then %j", (said, question, answer) => {
    expect(ask(question, said)).toEqual([expect.stringContaining(answer)]);
  });

  test("what was said later holds", () => {
    expect(ask("What is my name?", "My name is Ann.", "Actually, my name is Bea.")).toEqual([
      "You told me your name: **Bea**.",
    ]);
    expect(ask("My team is red. My team is now blue. What is my team?")).toEqual(["You told me your team: **blue**."]);
  });

  test("a plain statement is not overruled by a vague one", () => {
    expect(ask("What is my name?", "My name is Ann.", "I'm Dutch.")).toEqual(["You told me your name: **Ann**."]);
  });

  test("several questions are answered in their order", () => {
    expect(ask("What is my name and where do I live?", "My name is Ann and I live in Rome.")).toEqual([
      "You told me your name: **Ann**.",
      "You told me where you live: **Rome**.",
    ]);
  });

  test("what was to be remembered is given back in the user's words", () => {
    expect(
      ask("What did I ask you to remember?", "Please remember that I feed the cat; don't forget the milk"),
    ).toEqual(["You asked me to remember: “I feed the cat”; “the milk”."]);
    expect(ask("What did I ask you to remember?", "Remember: Ann's birthday is on 3 May.")).toEqual([
      "You asked me to remember: “Ann's birthday is on 3 May”.",
    ]);
  });

  test.each([
    ["What is my name?", "your name"],
    ["Where do I live?", "where you live"],
    ["What is my favourite colour?", "your favourite colour"],
  ])("%j without having been told says so", (question, what) => {
    expect(ask(question)).toEqual([`You have not told me ${what} in the messages I was given.`]);
    expect(ask("what did I ask you to remember?")).toEqual([expect.stringContaining("not asked me to remember")]);
  });

  test.each(["Is my name Casey?", "Who said my name is Bob?", "What if my name is Bob?", "My name is not Bob."])(
    "%j states no name",
    (said) => {
      expect(ask("What is my name?", said)).toContainEqual(expect.stringContaining("have not told me your name"));
    },
  );

  test.each(["What is the capital of France?", "Explain my code.", "Why is my build slow?", "my name is Ann"])(
    "%j asks for nothing that was told",
    (text) => {
      expect(ask(text)).toEqual([]);
    },
  );

  test("any text is read without failing", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(fc.constantFrom("my name is", " my ", " is ", "remember that ", "what is ", "?", ". "), fc.string()),
        ),
        (parts) => void ask(parts.join("")),
      ),
    );
  });
});
