import type { Metadata } from "next";
import { EditSpecialist } from "#components/registry-editor/edit-specialist.tsx";

export async function generateMetadata({ params }: { params: Promise<{ id: string }> }): Promise<Metadata> {
  const { id } = await params;
  return { title: id };
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <EditSpecialist key={id} id={id} />;
}
