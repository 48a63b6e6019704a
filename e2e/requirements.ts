/**
 * What the product promises, by id, and the tests that show it. A test of its own fails when one of
 * these is gone or renamed.
 */
export interface Requirement {
  readonly id: string;
  readonly says: string;
  /** `file`, from the root, and a part of the test's title in it. */
  readonly shownBy: readonly (readonly [file: string, title: string])[];
}

export const requirements: readonly Requirement[] = [
  {
    id: "exact-text",
    says: "What a reader gets is what the model sent, byte for byte, however the bytes were cut.",
    shownBy: [
      ["e2e/delivery/exact-text.test.ts", "the upstream"],
      ["e2e/delivery/exact-text.test.ts", "the halves of a surrogate pair"],
    ],
  },
  {
    id: "resume",
    says: "From any cursor a reader gets the rest exactly once; reconnecting starts no second run.",
    shownBy: [
      ["e2e/delivery/resume.test.ts", "every cursor gives the rest once"],
      ["e2e/delivery/resume.test.ts", "resumes it and starts no second one"],
      ["e2e/delivery/resume.test.ts", "a reader further behind than the log reaches"],
      ["e2e/delivery/broadcasts.test.ts", "resumes by its tracked id has each event once"],
    ],
  },
  {
    id: "slow-reader",
    says: "A reader that does not read costs nothing but its own lag.",
    shownBy: [
      ["e2e/delivery/slow-reader.test.ts", "grow"],
      ["e2e/delivery/stuck-reader.test.ts", "asks for no frame that it cannot send"],
    ],
  },
  {
    id: "abort",
    says: "Stopping stops: the upstream closes, and nothing is left behind.",
    shownBy: [
      ["e2e/delivery/two-hundred-aborts.test.ts", "200 random aborts leave no run"],
      ["e2e/delivery/disconnect.test.ts", "without a session it is cancelled after ten seconds"],
      ["e2e/delivery/disconnect.test.ts", "in a session it goes on"],
      ["e2e/browser/team.spec.ts", "stopping one lane closes its upstream"],
    ],
  },
  {
    id: "crash",
    says: "After kill -9 every run is final and every partial is readable, within 500 ms of what was seen.",
    shownBy: [
      ["e2e/delivery/killed.test.ts", "kills in mid-stream lose at most"],
      ["e2e/browser/team.spec.ts", "a hub that dies in mid-answer"],
    ],
  },
  {
    id: "faults",
    says: "Every fault of a provider ends a run in the right state with its text kept; never a hang, never a success.",
    shownBy: [
      ["e2e/delivery/upstream-faults.test.ts", "is one error event, and what came is kept"],
      ["e2e/delivery/upstream-faults.test.ts", "a refusal is a status"],
      ["e2e/delivery/upstream-faults.test.ts", "a prompt that was cut is a warning"],
    ],
  },
  {
    id: "bad-input",
    says: "Bad input of every kind is the documented 4xx as JSON, and moves nothing.",
    shownBy: [
      ["e2e/doors/malformed.test.ts", "refuses one that is"],
      ["e2e/doors/generated-requests.test.ts", "of 10,000 generated requests none is a fault of the hub"],
    ],
  },
  {
    id: "boundaries",
    says: "Wrong hosts, origins, tokens and owners get nothing.",
    shownBy: [
      ["e2e/doors/ownership.test.ts", "every route and every procedure has a policy here"],
      ["e2e/doors/boundary-matrix.test.ts", "disallowed"],
      ["e2e/doors/tokens.test.ts", "a revoked one is refused from the next request on"],
      ["e2e/delivery/content-at-rest.test.ts", "canaries are in no file of the data directory"],
    ],
  },
  {
    id: "queue",
    says: "Never more runs at once than a provider may have; the rest wait in order, told their place.",
    shownBy: [
      ["e2e/delivery/queue.test.ts", "never more at once, in order of arrival"],
      ["e2e/delivery/queue.test.ts", "beyond the bound the answer is 429"],
    ],
  },
  {
    id: "context",
    says: "A conversation is remembered, and roles alternate whatever became of an answer.",
    shownBy: [
      ["e2e/delivery/sessions.test.ts", "the demo remembers a name"],
      ["e2e/delivery/sessions.test.ts", "roles alternate in what the model is given"],
      ["e2e/browser/pages.spec.ts", "a conversation remembers"],
    ],
  },
  {
    id: "tabs",
    says: "Any number of tabs and lanes share one stream; each shows every lane exactly.",
    shownBy: [
      ["e2e/browser/team.spec.ts", "eight tabs at once are all live"],
      ["e2e/browser/team.spec.ts", "a reload and a second tab in mid-stream"],
      ["e2e/browser/team.spec.ts", "the page stays responsive while 40 KB of Markdown"],
    ],
  },
  {
    id: "providers",
    says: "Ollama coming or going is noticed without a restart.",
    shownBy: [["e2e/browser/pages.spec.ts", "Ollama going and coming is noticed"]],
  },
  {
    id: "stop",
    says: "SIGTERM ends the process in order within 10 s, with every answer so far kept.",
    shownBy: [["e2e/delivery/stopping.test.ts", "ends them all within 10 s"]],
  },
];
