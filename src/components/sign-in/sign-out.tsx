"use client";
import { Button } from "#components/ui/button.tsx";

export function SignOut({ name }: { name: string }) {
  const signOut = async () => {
    await fetch("/api/sign-out", { method: "POST" }).catch(() => undefined);
    // A whole new page: nothing of the last actor's may stay in memory.
    location.assign("/sign-in");
  };
  return (
    <Button look="quiet" size="small" onClick={signOut} label={`Signed in as ${name}. Sign out`}>
      Sign out
    </Button>
  );
}
