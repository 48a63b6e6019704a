"use client";
import { type ReactNode, useId, useState } from "react";
import { useUpdateSession } from "#components/sessions/use-update-session.ts";
import { Button } from "#components/ui/button.tsx";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { limits } from "#contract/limits.ts";
import type { SessionView } from "#contract/session.ts";
import { lifeChoices } from "./life-choices.ts";
import { ShareChoice } from "./share-choice.tsx";

export const fieldLook = "h-9 rounded-md border border-line bg-canvas px-2";

interface SettingsFormProps {
  session: SessionView;
  onSaved: () => void;
}

/** What can be set of a conversation, each with what it means. */
export function SettingsForm({ session, onSaved }: SettingsFormProps) {
  const [title, setTitle] = useState(session.title ?? "");
  const [pairs, setPairs] = useState(String(session.context_window));
  const [life, setLife] = useState(session.ttl_seconds);
  const [shared, setShared] = useState(session.shared);
  const { mutate, isPending, error } = useUpdateSession();
  const save = () =>
    mutate(
      {
        session_id: session.id,
        title: title.trim() || null,
        context_window: Number(pairs),
        ttl_seconds: life,
        shared,
      },
      { onSuccess: onSaved },
    );
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <Field label="Title" meaning="How it is called in the list of sessions.">
        {(ids) => (
          <input
            {...ids}
            value={title}
            maxLength={limits.titleChars}
            placeholder="No title"
            onChange={(event) => setTitle(event.target.value)}
            className={`${fieldLook} w-full`}
          />
        )}
      </Field>
      <Field
        label="Remembered exchanges"
        meaning="How many of the latest exchanges, your message and its answer, the specialist is given with your next message. 0 gives all of them. More remembers more, and takes more time and tokens."
      >
        {(ids) => (
          <input
            {...ids}
            type="number"
            required
            min={0}
            max={limits.contextWindow}
            step={1}
            value={pairs}
            onChange={(event) => setPairs(event.target.value)}
            className={`${fieldLook} w-28`}
          />
        )}
      </Field>
      <Field
        label="Expires when unused for"
        meaning="Each use starts the time anew; an open page counts as use. After that it takes no messages until it is brought back, and some time later it is deleted."
      >
        {(ids) => (
          <select {...ids} value={life} onChange={(event) => setLife(Number(event.target.value))} className={fieldLook}>
            {lifeChoices(session.ttl_seconds).map(({ seconds, words }) => (
              <option key={seconds} value={seconds}>
                {words}
              </option>
            ))}
          </select>
        )}
      </Field>
      <ShareChoice shared={shared} onShared={setShared} />
      {error && <FailureNotice error={error} />}
      <Button type="submit" look="primary" disabled={isPending}>
        {isPending ? "Saving…" : "Save"}
      </Button>
    </form>
  );
}

interface FieldProps {
  label: string;
  meaning: string;
  children: (ids: { id: string; "aria-describedby": string }) => ReactNode;
}

function Field({ label, meaning, children }: FieldProps) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-medium">
        {label}
      </label>
      <div className="mt-1 shrink-0">{children({ id, "aria-describedby": `${id}-meaning` })}</div>
      <p id={`${id}-meaning`} className="mt-1 text-xs text-muted">
        {meaning}
      </p>
    </div>
  );
}
