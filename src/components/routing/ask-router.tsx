"use client";
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { hub } from "#components/api/hub-client.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { RouteExplained } from "./route-explained.tsx";

interface AskRouterProps {
  title: string;
  about: string;
}

/** A message to try, and who would get it and why. Nothing is sent to anybody. */
export function AskRouter({ title, about }: AskRouterProps) {
  const id = useId();
  const [text, setText] = useState("");
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: (message: string) => hub.routing.route.mutate({ message }),
  });
  const ask = () => {
    if (text.trim() !== "") mutate(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    ask();
  };
  return (
    <div className="space-y-3">
      <div>
        <label htmlFor={id} className="block text-sm font-medium">
          {title}
        </label>
        <p id={`${id}-about`} className="max-w-prose text-xs text-muted">
          {about}
        </p>
        <div className="mt-2 flex items-start gap-2">
          <textarea
            id={id}
            aria-describedby={`${id}-about`}
            rows={2}
            value={text}
            placeholder="Why does this test fail only on the build server?"
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKeyDown}
            className="field-sizing-content max-h-60 min-h-16 min-w-0 flex-1 resize-none rounded-md border border-line bg-canvas px-2.5 py-2 text-sm"
          />
          <Button look="primary" disabled={text.trim() === "" || isPending} onClick={ask}>
            {isPending ? "Asking…" : "Ask"}
          </Button>
        </div>
      </div>
      {error && <FailureNotice error={error} retry={ask} />}
      <div role="status" aria-label="Where it would go" className={isPending ? "opacity-60" : ""}>
        {data && <RouteExplained answer={data} />}
      </div>
    </div>
  );
}
