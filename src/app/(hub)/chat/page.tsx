import type { Metadata } from "next";
import { ChatStart } from "#components/chat/chat-start.tsx";

export const metadata: Metadata = { title: "Chat" };

export default async function Page({ searchParams }: { searchParams: Promise<{ with?: string | string[] }> }) {
  const { with: asked } = await searchParams;
  return <ChatStart key={String(asked)} initial={typeof asked === "string" ? asked : null} />;
}
