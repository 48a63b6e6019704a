"use client";
import { type FormEvent, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { safeNext } from "./safe-next.ts";

async function signIn(token: string): Promise<string | null> {
  const headers = { "content-type": "application/json" };
  const response = await fetch("/api/sign-in", { method: "POST", headers, body: JSON.stringify({ token }) });
  if (response.ok) return null;
  const body: unknown = await response.json().catch(() => null);
  const message = (body as { error?: { message?: unknown } } | null)?.error?.message;
  return typeof message === "string" ? message : "The hub refused the token.";
}

export function SignInForm({ next }: { next: string }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const token = String(new FormData(event.currentTarget).get("token") ?? "").trim();
    setBusy(true);
    const refused = await signIn(token).catch(() => "The hub does not answer. Is it still running?");
    if (refused === null) return location.assign(safeNext(next));
    setProblem(refused);
    setBusy(false);
  };
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center px-4 pb-24">
      <h1 className="text-xl font-semibold">Sign in to Tekton</h1>
      <p className="mt-1 text-sm text-muted">
        This hub asks for a token. Its operator makes one with{" "}
        <code className="font-mono">npm run token -- create NAME</code>.
      </p>
      <form onSubmit={submit} className="mt-5 space-y-3">
        <label className="block text-sm font-medium">
          Token
          <input
            name="token"
            type="password"
            autoComplete="current-password"
            required
            aria-describedby="sign-in-problem"
            className="mt-1 block h-10 w-full rounded-md border border-line bg-surface px-3 font-mono"
          />
        </label>
        <Button type="submit" look="primary" disabled={busy} className="w-full justify-center">
          {busy ? "Signing in…" : "Sign in"}
        </Button>
        <div id="sign-in-problem" role="alert">
          {problem && <Notice tone="danger">{problem}</Notice>}
        </div>
      </form>
    </main>
  );
}
