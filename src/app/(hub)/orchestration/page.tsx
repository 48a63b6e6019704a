import type { Metadata } from "next";
import { OrchestrationPage } from "#components/orchestration/orchestration-page.tsx";

export const metadata: Metadata = { title: "Orchestration" };

export default function Page() {
  return <OrchestrationPage />;
}
