"use client";
import { useState } from "react";
import { type SpecialistEntry, useSpecialists } from "#components/api/use-specialists.ts";
import { Composer } from "#components/composer/composer.tsx";
import { mentioned } from "#components/composer/mention.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { Transcript } from "./transcript.ts";
import { useName } from "./use-name.ts";
import { useSendMessage } from "./use-send-message.ts";

interface NextMessageProps {
  transcript: Transcript;
  /** Called once the hub has taken a message. */
  onSent: () => void;
  /** Stops what is being written; null when nothing is. */
  onStop: (() => void) | null;
}

/** Where the next message is written. While an answer is being written, it is sent to wait for its turn. */
export function NextMessage({ transcript: { session, messages }, onSent, onStop }: NextMessageProps) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const { data: specialists = [] } = useSpecialists();
  const { send, busy, error, reset } = useSendMessage();
  const available = session.shared ? specialists.filter((one) => one.available) : [];
  const lastAsked = messages.findLast(({ role }) => role === "user")?.specialist_id;
  const usual = (session.shared && (chosen ?? lastAsked)) || session.specialist_id;
  const to = mentioned(text, available)[0] ?? usual;
  const waits = session.busy_run_id !== null;
  const submit = async () => {
    if (!(await send({ sessionId: session.id, specialistId: to, message: text }))) return;
    setText("");
    setChosen(to);
    onSent();
  };
  return (
    <>
      {error && <FailureNotice error={error} />}
      <Composer
        text={text}
        onText={(next) => {
          setText(next);
          if (error) reset();
        }}
        onSend={submit}
        hindrance={text.trim() === "" ? "" : null}
        busy={busy}
        placeholder={messages.length === 0 ? "First message" : "Next message"}
        nameable={available}
        opens="up"
        {...(waits && { sendLabel: "Send after this answer", sendWords: <SendLater /> })}
      >
        <span className="flex items-center gap-2">
          {session.shared && <Addressee specialists={available} id={to} onChoose={setChosen} />}
          {onStop && (
            <Button size="small" icon="stop" onClick={onStop}>
              Stop<span className="hidden sm:inline">(Esc)</span>
            </Button>
          )}
        </span>
      </Composer>
    </>
  );
}

/** Short where there is little room. */
function SendLater() {
  return (
    <>
      <span className="hidden sm:inline">Send after this answer</span>
      <span className="sm:hidden">Queue</span>
    </>
  );
}

interface AddresseeProps {
  specialists: readonly SpecialistEntry[];
  id: string;
  onChoose: (id: string) => void;
}

/** Who is asked, in a shared conversation. */
function Addressee({ specialists, id, onChoose }: AddresseeProps) {
  const name = useName(id);
  const listed = specialists.some((one) => one.id === id);
  return (
    <label className="flex items-center gap-1">
      To
      <select
        aria-label="Who is asked"
        value={id}
        onChange={(event) => onChoose(event.target.value)}
        className="h-7 max-w-28 rounded-md border border-line bg-surface px-1 text-ink -outline-offset-1!"
      >
        {!listed && <option value={id}>{name} (not available)</option>}
        {specialists.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
    </label>
  );
}
