"use client";
import { PageError } from "#components/shell/page-error.tsx";

export default function HubError({ reset }: { reset: () => void }) {
  return <PageError retry={reset} />;
}
