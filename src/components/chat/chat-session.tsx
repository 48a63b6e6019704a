"use client";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { failureOf } from "#components/api/failure-of.ts";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { Composer } from "#components/composer/composer.tsx";
import { useChanged } from "#components/streaming/use-changed.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import type { MessageView } from "#contract/session.ts";
import { ChatTurn } from "./chat-turn.tsx";
import { useFollowPage } from "./use-follow-page.ts";
import { useSendMessage } from "./use-send-message.ts";

/** One conversation: its messages and, below them, the next. */
export function ChatSession({ id }: { id: string }) {
  const key = queryKeys.session(id);
  const changed = useChanged(key);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => hub.chat.get.query({ session_id: id }),
    refetchInterval: 15_000,
  });
  const content = useFollowPage();
  if (error && !data) return <FailureNotice error={error} retry={refetch} />;
  if (!data) return <Loading label="Loading the conversation" />;
  return (
    <div ref={content} className="mx-auto flex min-h-[calc(100dvh-5.25rem)] max-w-3xl flex-col">
      <SessionHeading specialistId={data.session.specialist_id} title={data.session.title} />
      <ol className="flex-1 space-y-5">
        {data.messages.map((message) => (
          <ChatTurn key={message.id} message={message} newest={message === data.messages.at(-1)} />
        ))}
      </ol>
      <NextMessage sessionId={id} specialistId={data.session.specialist_id} messages={data.messages} onSent={changed} />
    </div>
  );
}

function SessionHeading({ specialistId, title }: { specialistId: string; title: string | null }) {
  const { data } = useSpecialists();
  const specialist = data?.find(({ id }) => id === specialistId);
  return (
    <header className="mb-4 border-b border-line pb-3">
      <h1 className="truncate text-lg font-semibold">{title ?? "Conversation"}</h1>
      <p className="mt-0.5 flex items-center gap-1.5 text-sm text-muted">
        <SpecialistMark id={specialistId} />
        {specialist ? `${specialist.name}, ${specialist.role}` : specialistId}
      </p>
    </header>
  );
}

interface NextMessageProps {
  sessionId: string;
  specialistId: string;
  messages: readonly MessageView[];
  onSent: () => void;
}

function NextMessage({ sessionId, specialistId, messages, onSent }: NextMessageProps) {
  const [text, setText] = useState("");
  const { send, busy, error, reset } = useSendMessage();
  const submit = async () => {
    if (!(await send({ session_id: sessionId, specialist_id: specialistId, content: text }))) return;
    setText("");
    onSent();
  };
  const inTheWay = error && failureOf(error).code === "CONFLICT";
  return (
    <div className="sticky bottom-0 -mx-3 mt-5 -mb-4 space-y-2 bg-canvas px-3 pt-1 pb-4">
      {inTheWay && (
        <Notice tone="warn">
          The last answer is still being written. Wait for it, or stop it with Esc, then send again.
        </Notice>
      )}
      {error && !inTheWay && <FailureNotice error={error} />}
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
        nameable={[]}
      />
    </div>
  );
}
