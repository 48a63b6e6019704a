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
    says: "After kill -9 every run is final, every partial is readable, within 500 ms of what was seen, and no message that was acknowledged is lost or there twice.",
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
      ["e2e/browser/conversation-memory.spec.ts", "remembers within a conversation and not in another"],
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
  {
    id: "window",
    says: "A model is given the pairs that the session's window takes, and nothing is deleted for that.",
    shownBy: [["e2e/delivery/session-window.test.ts", "of 12 exchanges a window of 10 gives the last 10 pairs"]],
  },
  {
    id: "expiry",
    says: "A session lives for as long as it is used, and can be brought back until it is swept away.",
    shownBy: [
      ["e2e/delivery/session-expiry.test.ts", "an expired session is 410 with when it expired"],
      ["e2e/delivery/session-expiry.test.ts", "every use pushes the end out"],
      ["e2e/delivery/session-expiry.test.ts", "brings an expired session back"],
      ["e2e/delivery/session-expiry.test.ts", "is swept away with its runs, and nothing else is"],
    ],
  },
  {
    id: "deletion",
    says: "What is deleted is gone, in mid-answer too, and nothing brings it back but undo.",
    shownBy: [
      ["e2e/delivery/session-deletion.test.ts", "the stream ends with an error, and nothing of it is found any more"],
      ["e2e/delivery/session-deletion.test.ts", "at 80 random moments of an answer"],
      ["e2e/browser/sessions-page.spec.ts", "deleting can be undone"],
    ],
  },
  {
    id: "one-at-a-time",
    says: "A session answers one message at a time, in order; another is refused or waits, as it asks.",
    shownBy: [
      ["e2e/delivery/sessions.test.ts", "is refused with the run that answers, and taken after it"],
      ["e2e/delivery/session-queue.test.ts", "is asked with the answer it waited for"],
      ["e2e/delivery/session-queue.test.ts", "many that wait go in the order they came"],
    ],
  },
  {
    id: "each-once",
    says: "The same client_message_id is one message, and runs again only when its answer did not come to its end.",
    shownBy: [
      ["e2e/delivery/session-once.test.ts", "is the first result at every door, and nothing runs"],
      ["e2e/delivery/session-once.test.ts", "runs again, in its place"],
      ["e2e/delivery/session-once.test.ts", "many times at once is one run"],
    ],
  },
  {
    id: "sharing",
    says: "In a shared session each specialist has its own words as its own and the others' as quoted material.",
    shownBy: [["e2e/delivery/session-sharing.test.ts", "in a shared one each has its own words as its own"]],
  },
  {
    id: "search",
    says: "A search finds words in titles and messages, newest first, and says when it stopped early.",
    shownBy: [
      ["e2e/doors/sessions-list.test.ts", "finds words in titles and in messages, newest session first"],
      ["e2e/doors/sessions-list.test.ts", "says so, and its cursor goes on until all is found once"],
      ["e2e/browser/sessions-page.spec.ts", "what is typed is found in titles and in messages"],
    ],
  },
  {
    id: "history",
    says: "Everything said to and by a specialist can be read back, over all sessions, newest first.",
    shownBy: [["e2e/doors/history.test.ts", "is all of a specialist's, over all sessions, newest first"]],
  },
  {
    id: "copies",
    says: "A fork and an import are whole, and stand for themselves.",
    shownBy: [
      ["e2e/doors/sessions-copies.test.ts", "keeps its text when the original is deleted or cleared"],
      ["e2e/doors/sessions-copies.test.ts", "imported, is the same session, and exported again the same document"],
    ],
  },
  {
    id: "pipeline-context",
    says: "What a stage knows of those before it reaches the model in the documented words, through every door.",
    shownBy: [
      ["e2e/doors/pipeline-context.test.ts", "puts the context before the model in its documented form"],
      ["src/server/runs/pipeline-context-doc.test.ts", "document"],
    ],
  },
  {
    id: "tampering",
    says: "Stored text that was damaged or moved, or whose key is missing, is refused and never shown.",
    shownBy: [
      ["e2e/delivery/tampering.test.ts", "when a bit of any of its parts is flipped"],
      ["e2e/delivery/tampering.test.ts", "a hub whose key is gone does not start"],
    ],
  },
  {
    id: "key-rotation",
    says: "A rotation of keys, killed at any moment and gone on with, loses no text and leaves none behind.",
    shownBy: [["e2e/delivery/key-rotation.test.ts", "loses none and leaves none behind"]],
  },
  {
    id: "in-step",
    says: "A conversation open in two tabs is the same in both, while it is being answered too.",
    shownBy: [["e2e/browser/conversation.spec.ts", "two tabs stay in step"]],
  },
  {
    id: "registry",
    says: "Every change of the registry is a version; two admins at once lose nothing; a file with errors imports nothing.",
    shownBy: [
      ["e2e/doors/registry.test.ts", "one is told what the other changed"],
      ["e2e/doors/registry.test.ts", "any can be gone back to, one that was deleted too"],
      ["e2e/doors/registry.test.ts", "with errors imports nothing, and every error is told"],
    ],
  },
  {
    id: "registry-live",
    says: "What changes is seen by every open page and every client at once.",
    shownBy: [["e2e/doors/registry.test.ts", "each change once, from the moment the stream says that it watches"]],
  },
  {
    id: "rules",
    says: "A rule, a round-robin and a fallback choose who answers, and the start event says who and why.",
    shownBy: [
      ["e2e/delivery/orchestration.test.ts", "the first rule whose pattern is found decides"],
      ["e2e/delivery/orchestration.test.ts", "round-robin takes turns among those who can answer"],
      ["e2e/delivery/orchestration.test.ts", "by the strategy fallback the next answers when the first fails"],
    ],
  },
  {
    id: "fallback",
    says: "Before the first token a run may be tried again or handed on; afterwards it is not.",
    shownBy: [
      ["e2e/delivery/orchestration.test.ts", "another answers when the model fails before its first token"],
      ["e2e/delivery/orchestration.test.ts", "after the first token nobody takes over"],
      ["e2e/delivery/orchestration.test.ts", "a failed try is made again"],
    ],
  },
  {
    id: "routing",
    says: "Free text goes to the specialist whose work it is, with the reason; what is unsure goes to the generalist.",
    shownBy: [["e2e/doors/routing.test.ts", "unsure"]],
  },
  {
    id: "who-may",
    says: "Reading is for everybody with a token, writing the registry and the settings for admins, at every door.",
    shownBy: [
      ["e2e/doors/ownership.test.ts", "every route and every procedure has a policy here"],
      ["e2e/doors/ownership.test.ts", "who may"],
      ["e2e/doors/ownership.test.ts", "is for admins"],
    ],
  },
];
