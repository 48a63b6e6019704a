"use client";
import { useMutation } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { hub } from "#components/api/hub-client.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import type { RouteAnswer } from "#contract/routing.ts";
import { RouteExplained } from "./route-explained.tsx";

interface AskRouterProps {
  title: string;
  about: string;
}

/** A message to try, and who would get it and why. Nothing is sent to anybody. */
export function AskRouter({ title, about }: AskRouterProps) {
  const id = useId();
  const [text, setText] = useState("");
  /** The last answer, and what it answers. */
  const [asked, setAsked] = useState<{ readonly message: string; readonly answer: RouteAnswer } | null>(null);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (message: string) => hub.routing.route.mutate({ message }),
    onSuccess: (answer, message) => setAsked({ message, answer }),
  });
  const ask = () => {
    if (text.trim() !== "" && !isPending) mutate(text);
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
      <div role="status" aria-label="Where it would go" className={asked?.message === text ? "" : "opacity-60"}>
        {asked && <RouteExplained {...asked} />}
      </div>
    </div>
  );
}
