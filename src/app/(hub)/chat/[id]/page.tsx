import type { Metadata } from "next";
import { ChatSession } from "#components/chat/chat-session.tsx";

export const metadata: Metadata = { title: "Chat" };

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <ChatSession key={id} id={id} />;
}
