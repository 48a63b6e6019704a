import type { Metadata } from "next";
import { RegistryPage } from "#components/registry/registry-page.tsx";

export const metadata: Metadata = { title: "Registry" };

export default function Page() {
  return <RegistryPage />;
}
