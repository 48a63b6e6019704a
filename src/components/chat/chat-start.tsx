"use client";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type SpecialistEntry, useSpecialists } from "#components/api/use-specialists.ts";
import { Composer } from "#components/composer/composer.tsx";
import { mentioned } from "#components/composer/mention.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { ShareChoice } from "./share-choice.tsx";
import { useSendMessage } from "./use-send-message.ts";

/** Begins a conversation with one specialist. `initial` is the id or name the address asks for. */
export function ChatStart({ initial }: { initial: string | null }) {
  const { data: specialists, error, refetch } = useSpecialists();
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeading title="Chat">
        Talk to one specialist. The hub keeps the conversation; come back to it from any tab.
      </PageHeading>
      {error && !specialists && <FailureNotice error={error} retry={refetch} />}
      {!error && !specialists && <Loading label="Loading the specialists" />}
      {specialists && <StartForm specialists={specialists} initial={initial} />}
    </div>
  );
}

/** Lets the hub choose by the first message; the conversation is then that specialist's. */
const auto = "auto";

function StartForm({ specialists, initial }: { specialists: readonly SpecialistEntry[]; initial: string | null }) {
  const router = useRouter();
  const available = specialists.filter((one) => one.available);
  const asked = available.find(({ id, name }) => id === initial || name === initial);
  const [chosen, setChosen] = useState(initial === auto ? auto : (asked?.id ?? available[0]?.id ?? null));
  const [text, setText] = useState("");
  const [shared, setShared] = useState(false);
  const { send, busy, error } = useSendMessage();
  const id = mentioned(text, available)[0] ?? chosen;
  const to = specialists.find((one) => one.id === id);
  const toName = id === auto ? "whoever fits" : to?.name;
  const start = async () => {
    if (!id || !toName) return;
    const session = await send({ specialistId: id, message: text, shared });
    if (session) router.push(`/chat/${encodeURIComponent(session)}`);
  };
  return (
    <div className="space-y-3">
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">With</legend>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,9.5rem),1fr))] gap-1.5">
          <Choice
            of={{ id: auto, name: "Auto", says: "whoever fits your message", available: available.length > 0 }}
            isChosen={id === auto}
            onChoose={setChosen}
          />
          {specialists.map(({ id: one, name, role, available: isAvailable }) => (
            <Choice
              key={one}
              of={{ id: one, name, says: isAvailable ? role : "not available", available: isAvailable }}
              isChosen={one === id}
              onChoose={setChosen}
            />
          ))}
        </div>
      </fieldset>
      <Composer
        text={text}
        onText={setText}
        onSend={start}
        hindrance={toName ? (text.trim() === "" ? "" : null) : "No specialist is available now."}
        busy={busy}
        placeholder={`Message to ${toName ?? "a specialist"}. Enter sends, Shift+Enter breaks the line.`}
        nameable={available}
      >
        To {toName}
      </Composer>
      <ShareChoice shared={shared} onShared={setShared} />
      {error && <FailureNotice error={error} />}
    </div>
  );
}

interface ChoiceProps {
  of: { readonly id: string; readonly name: string; readonly says: string; readonly available: boolean };
  isChosen: boolean;
  onChoose: (id: string) => void;
}

function Choice({ of: { id, name, says, available }, isChosen, onChoose }: ChoiceProps) {
  return (
    <label
      className={`flex items-center gap-2 rounded-md border px-2 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
        isChosen ? "border-accent bg-accent-soft" : "border-line bg-surface"
      } ${available ? "cursor-pointer" : "opacity-60"}`}
    >
      <input
        type="radio"
        name="specialist"
        className="sr-only"
        checked={isChosen}
        disabled={!available}
        onChange={() => onChoose(id)}
      />
      <SpecialistMark id={id} />
      <span className="min-w-0">
        <span className="block text-sm leading-tight font-medium">{name}</span>
        <span className="block truncate text-xs text-muted">{says}</span>
      </span>
    </label>
  );
}
