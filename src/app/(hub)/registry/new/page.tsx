import type { Metadata } from "next";
import { NewSpecialist } from "#components/registry-editor/new-specialist.tsx";

export const metadata: Metadata = { title: "New specialist" };

export default async function Page({ searchParams }: { searchParams: Promise<{ from?: string | string[] }> }) {
  const { from } = await searchParams;
  return <NewSpecialist key={String(from)} from={typeof from === "string" ? from : null} />;
}
