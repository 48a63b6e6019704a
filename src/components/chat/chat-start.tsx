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

function StartForm({ specialists, initial }: { specialists: readonly SpecialistEntry[]; initial: string | null }) {
  const router = useRouter();
  const available = specialists.filter((one) => one.available);
  const asked = available.find(({ id, name }) => id === initial || name === initial);
  const [chosen, setChosen] = useState(asked?.id ?? available[0]?.id ?? null);
  const [text, setText] = useState("");
  const [shared, setShared] = useState(false);
  const { send, busy, error } = useSendMessage();
  const id = mentioned(text, available)[0] ?? chosen;
  const to = specialists.find((one) => one.id === id);
  const start = async () => {
    if (!to) return;
    const session = await send({ specialistId: to.id, message: text, shared });
    if (session) router.push(`/chat/${encodeURIComponent(session)}`);
  };
  return (
    <div className="space-y-3">
      <fieldset>
        <legend className="mb-1.5 text-sm font-medium">With</legend>
        <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,9.5rem),1fr))] gap-1.5">
          {specialists.map((one) => (
            <label
              key={one.id}
              className={`flex items-center gap-2 rounded-md border px-2 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent ${
                one.id === id ? "border-accent bg-accent-soft" : "border-line bg-surface"
              } ${one.available ? "cursor-pointer" : "opacity-60"}`}
            >
              <input
                type="radio"
                name="specialist"
                className="sr-only"
                checked={one.id === id}
                disabled={!one.available}
                onChange={() => setChosen(one.id)}
              />
              <SpecialistMark id={one.id} />
              <span className="min-w-0">
                <span className="block text-sm leading-tight font-medium">{one.name}</span>
                <span className="block truncate text-xs text-muted">{one.available ? one.role : "not available"}</span>
              </span>
            </label>
          ))}
        </div>
      </fieldset>
      <Composer
        text={text}
        onText={setText}
        onSend={start}
        hindrance={to ? (text.trim() === "" ? "" : null) : "No specialist is available now."}
        busy={busy}
        placeholder={`Message to ${to?.name ?? "a specialist"}. Enter sends, Shift+Enter breaks the line.`}
        nameable={available}
      >
        To {to?.name}
      </Composer>
      <ShareChoice shared={shared} onShared={setShared} />
      {error && <FailureNotice error={error} />}
    </div>
  );
}
