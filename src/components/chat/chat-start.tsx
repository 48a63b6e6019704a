"use client";
import { useRouter } from "next/navigation";
import { memo, useState } from "react";
import { type SpecialistEntry, useSpecialists } from "#components/api/use-specialists.ts";
import { ChoiceFilter } from "#components/composer/choice-filter.tsx";
import { Composer } from "#components/composer/composer.tsx";
import { mentioned } from "#components/composer/mention.ts";
import { areMany, narrowChoices } from "#components/composer/narrow-choices.ts";
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
  // Whoever was chosen may be gone or away by now.
  const canAnswer = chosen === auto ? available.length > 0 : available.some((one) => one.id === chosen);
  const id = mentioned(text, available)[0] ?? (canAnswer ? chosen : (available[0]?.id ?? null));
  const to = specialists.find((one) => one.id === id);
  const toName = id === auto ? "whoever fits" : to?.name;
  const start = async () => {
    if (!id || !toName) return;
    const session = await send({ specialistId: id, message: text, shared });
    if (session) router.push(`/chat/${encodeURIComponent(session)}`);
  };
  return (
    <div className="space-y-3">
      <Choices specialists={specialists} chosen={id} onChoose={setChosen} />
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

interface ChoicesProps {
  specialists: readonly SpecialistEntry[];
  chosen: string | null;
  onChoose: (id: string) => void;
}

/** Drawn anew when one is chosen, not at every letter of the message. */
const Choices = memo(function Choices({ specialists, chosen, onChoose }: ChoicesProps) {
  const [typed, setTyped] = useState("");
  const { drawn, more } = narrowChoices(specialists, typed, chosen === null || chosen === auto ? [] : [chosen]);
  const anyAvailable = specialists.some((one) => one.available);
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">With</legend>
      {areMany(specialists) && <ChoiceFilter typed={typed} onTyped={setTyped} more={more} />}
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,9.5rem),1fr))] gap-1.5">
        <Choice
          of={{ id: auto, name: "Auto", says: "whoever fits your message", available: anyAvailable }}
          isChosen={chosen === auto}
          onChoose={onChoose}
        />
        {drawn.map(({ id, name, role, available }) => (
          <Choice
            key={id}
            of={{ id, name, says: available ? role : "not available", available }}
            isChosen={id === chosen}
            onChoose={onChoose}
          />
        ))}
      </div>
    </fieldset>
  );
});

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
