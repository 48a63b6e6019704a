"use client";
import { memo } from "react";
import type { MessageView } from "#contract/session.ts";
import { Answer } from "./answer.tsx";
import { EditMessage } from "./edit-message.tsx";
import { UserMessage } from "./user-message.tsx";

export interface TurnProps {
  message: MessageView;
  sessionId: string;
  /** Whether more than one specialist may be asked here. */
  shared: boolean;
  /** The run that is being answered. */
  live: string | null;
  /** The user's message as it is being edited; null when it is not. */
  draft: string | null;
  /** The message's new words; null ends the editing. */
  onDraft: (id: string, text: string | null) => void;
}

/** One message of a conversation: the reader's words, or an answer. */
export const ChatTurn = memo(function ChatTurn({ message, sessionId, shared, live, draft, onDraft }: TurnProps) {
  if (message.role === "assistant") return <Answer message={message} sessionId={sessionId} live={live} />;
  if (draft === null) return <UserMessage message={message} shared={shared} onEdit={onDraft} />;
  return <EditMessage message={message} sessionId={sessionId} text={draft} onText={onDraft} />;
});
