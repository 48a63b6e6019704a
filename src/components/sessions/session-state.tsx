import type { SessionView } from "#contract/session.ts";
import { timeLeft } from "./time-left.ts";

type Lively = Pick<SessionView, "status" | "busy_run_id" | "expires_at">;

/** Whether an answer is being written, or else how long the session stays as it is. */
export function SessionState({ session, now }: { session: Lively; now: number }) {
  if (session.status === "expired") {
    return <span className="font-medium text-warn">Expired</span>;
  }
  if (session.busy_run_id) {
    return (
      <span className="inline-flex items-center gap-1.5 font-medium text-accent">
        <span aria-hidden="true" className="size-1.5 animate-pulse rounded-full bg-current" />
        Answering now
      </span>
    );
  }
  const until = new Date(session.expires_at);
  return (
    <span title={`Unless it is used before: ${until.toLocaleString()}`}>Expires {timeLeft(until.getTime() - now)}</span>
  );
}
