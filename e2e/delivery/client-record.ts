/**
 * A client's own record of what it wrote to sessions and what it was told, kept outside of the hub: what
 * the hub is held to. Each message's text is unique and is its `client_message_id` too.
 */
import type { MessageView, SessionPage } from "#contract/session.ts";
import { type HubClient, Refusal } from "#e2e/hub/hub-client.ts";
import { readRunEvents } from "#e2e/hub/read-run-events.ts";

export interface SentMessage {
  readonly session: string;
  readonly text: string;
  /** The hub has said that it has it. */
  acked: boolean;
  /** The whole answer, when it came. */
  answer: string | null;
}

export type Door = "whole" | "stream" | "trpc";

/** What the hub may answer besides an answer: a session that is busy, to who would not wait. */
const expected = new Set(["CONFLICT"]);

export class ClientRecord {
  readonly sent: SentMessage[] = [];
  /** What the hub said that it never should, and what of its keeping does not fit the record. */
  readonly faults: string[] = [];

  /** Of each session the last number written into its metadata, and the last that was acknowledged. */
  readonly #notes = new Map<string, { sent: number; acked: number }>();
  /** Sessions whose making was acknowledged. */
  readonly made: string[] = [];

  #note(session: string): { sent: number; acked: number } {
    const note = this.#notes.get(session) ?? { sent: 0, acked: 0 };
    this.#notes.set(session, note);
    return note;
  }

  add(session: string): SentMessage {
    const message = { session, text: `${session} message ${this.sent.length}`, acked: false, answer: null };
    this.sent.push(message);
    return message;
  }

  of(session: string): SentMessage[] {
    return this.sent.filter((message) => message.session === session);
  }

  unanswered(session: string): SentMessage[] {
    return this.of(session).filter(({ answer }) => answer === null);
  }

  /** Sends it, again or not, and notes what comes, until its answer is there or the connection is cut. */
  async deliver(client: HubClient, message: SentMessage, door: Door, ifBusy: "queue" | "reject"): Promise<void> {
    const { session, text } = message;
    const fields = { client_message_id: text, if_busy: ifBusy };
    try {
      if (door === "whole") {
        const { response } = await client.tell(session, text, fields);
        message.acked = true;
        this.#answered(message, response);
      } else {
        await this.#follow(message, await this.#open(client, message, door, fields));
      }
    } catch (error) {
      // What is not the hub's own word is the cut.
      if (error instanceof Refusal && !expected.has(error.code)) this.faults.push(`${text}: ${error.code}`);
    }
  }

  /**
   * Until the connection is cut, in one request each time: makes a session whose id is taken, which is
   * rolled back, writes a number into the session's metadata, and makes a session. Neither may lose
   * anything to the others.
   */
  async writeUntilCut(client: HubClient, session: string, pause: () => Promise<unknown>): Promise<void> {
    const note = this.#note(session);
    const codeOf = (result: unknown) => (result instanceof Refusal ? result.code : "none");
    try {
      for (;;) {
        note.sent += 1;
        const { sent } = note;
        const id = `made-by-${session}-${sent}`;
        const results = await client.batch([
          ["sessions.create", { id: session, specialist_id: "apollo-ai" }],
          ["sessions.update", { session_id: session, metadata: { note: sent } }],
          ["sessions.create", { id, specialist_id: "apollo-ai" }],
        ]);
        const [taken, noted, made] = results.map(codeOf);
        if (noted === "none") note.acked = sent;
        if (made === "none") this.made.push(id);
        if (`${taken} ${noted} ${made}` !== "CONFLICT none none") {
          this.faults.push(`${session}, write ${sent}: refused with ${taken}, ${noted}, ${made}`);
        }
        await pause();
      }
    } catch {
      // The cut.
    }
  }

  async #open(client: HubClient, message: SentMessage, door: Door, fields: object): Promise<Response> {
    if (door === "trpc") {
      const { run } = await client.sendMessage(message.session, message.text, { ...fields });
      message.acked = true;
      return client.stream(run.id, 0);
    }
    const response = await client.tellStream(message.session, message.text, { ...fields });
    if (!response.ok) {
      const { error } = (await response.json()) as { error: { code: string; message: string } };
      throw new Refusal(response.status, error.code, error.message, undefined);
    }
    message.acked = true;
    return response;
  }

  async #follow(message: SentMessage, response: Response): Promise<void> {
    let text = "";
    for await (const { event } of readRunEvents(response)) {
      if (event.type === "content") text += event.data;
      if (event.type === "snapshot") text = event.content;
      if (event.type === "error") this.faults.push(`${message.text}: ended with ${event.error.code}`);
      if (event.type === "done") this.#answered(message, text);
    }
  }

  #answered(message: SentMessage, answer: string): void {
    if (message.answer !== null && message.answer !== answer) this.faults.push(`${message.text}: two answers`);
    message.answer = answer;
  }

  /** Holds a session, with the newest of its messages, against the newest `count` of the record. */
  checkNewest({ id, metadata, messages, busy_run_id }: SessionPage, count: number): void {
    const { sent, acked } = this.#note(id);
    const note = Number(metadata.note ?? 0);
    if (note < acked || note > sent) this.faults.push(`${id} note ${acked}: acknowledged and lost, ${note} is there`);
    if (busy_run_id !== null) this.faults.push(`${id} is busy with ${busy_run_id}`);
    this.check(id, messages, count);
  }

  /** Holds a session's messages against the newest `count` of the record. */
  check(session: string, kept: readonly MessageView[], count = Number.POSITIVE_INFINITY): void {
    for (const [i, { role }] of kept.entries()) {
      if (role !== kept[i - 1]?.role) continue;
      this.faults.push(`${session}: two turns of the ${role} in a row`);
    }
    for (const { text, acked, answer } of this.of(session).slice(-count)) {
      const places = kept.flatMap(({ role, content }, i) => (role === "user" && content === text ? [i] : []));
      const [place] = places;
      if (places.length > 1) this.faults.push(`${text}: stored ${places.length} times`);
      if (acked && place === undefined) this.faults.push(`${text}: acknowledged and lost`);
      if (answer === null || place === undefined) continue;
      const reply = kept[place + 1];
      if (reply?.status !== "complete" || reply.content !== answer) this.faults.push(`${text}: its answer is lost`);
    }
  }
}
