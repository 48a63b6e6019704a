import { failureOf } from "#components/api/failure-of.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

/** Why a page or an action did not succeed, in the hub's own words, and the way to try again. */
export function FailureNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { message, requestId } = failureOf(error);
  return (
    <Notice tone="danger">
      <div role="alert">
        {message}
        {requestId && <span className="text-muted"> (request {requestId})</span>}
      </div>
      {retry && (
        <Button size="small" className="mt-2" icon="retry" onClick={retry}>
          Try again
        </Button>
      )}
    </Notice>
  );
}
