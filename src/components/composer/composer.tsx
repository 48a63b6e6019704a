"use client";
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { OptionList, optionId } from "#components/ui/option-list.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { useOptions } from "#components/ui/use-options.ts";
import { completeMention, mentionAt } from "./mention.ts";
import { drawnAtMost } from "./narrow-choices.ts";

interface Nameable {
  readonly id: string;
  readonly name: string;
  readonly role: string;
}

interface ComposerProps {
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  /** Why sending is not possible now, empty when that needs no words; null when it is possible. */
  hindrance: string | null;
  busy: boolean;
  placeholder: string;
  /** Those that `@` offers. */
  nameable: readonly Nameable[];
  /** Where the names `@` offers are shown: below the field, or above one at the foot of the page. */
  opens?: "down" | "up";
  /** What sending is called where it is more than that: in full, and on the button. */
  sendLabel?: string;
  sendWords?: ReactNode;
  /** What stands beside the button: to whom it goes. */
  children?: ReactNode;
}

const caretOf = (area: HTMLTextAreaElement | null): number => area?.selectionStart ?? 0;

/** Where a message is written: Enter sends, Shift+Enter breaks the line, `@` names a specialist. */
export function Composer(props: ComposerProps) {
  const { text, onText, onSend, hindrance, busy, placeholder, nameable, children } = props;
  const { opens = "down", sendLabel = "Send", sendWords = "Send" } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const [caret, setCaret] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const mention = dismissed || nameable.length === 0 ? null : mentionAt(text, caret);
  const wanted = mention?.typed.toLowerCase();
  const offers =
    wanted === undefined
      ? []
      : nameable.filter(({ name, id }) => name.toLowerCase().startsWith(wanted) || id === wanted);
  const options = offers.slice(0, drawnAtMost).map(({ id, name, role }) => ({
    key: id,
    title: <MentionName id={id} name={name} />,
    note: role,
    name,
  }));

  const complete = ({ name }: { name: string }) => {
    if (!mention) return;
    const next = completeMention(text, caret, mention, name);
    onText(next.text);
    setCaret(next.caret);
    requestAnimationFrame(() => area.current?.setSelectionRange(next.caret, next.caret));
  };
  const { active, setActive, onKey } = useOptions(options, complete);

  const send = () => {
    if (hindrance === null && !busy) onSend();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (options.length > 0 && event.key === "Escape") {
      event.preventDefault();
      setDismissed(true);
    } else if (!onKey(event) && event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      send();
    }
  };

  return (
    <div className="relative rounded-lg border border-line bg-surface focus-within:border-accent">
      <textarea
        ref={area}
        role="combobox"
        aria-label="Message"
        aria-autocomplete="list"
        aria-expanded={options.length > 0}
        aria-controls={options.length > 0 ? listId : undefined}
        aria-activedescendant={options.length > 0 ? optionId(listId, active) : undefined}
        value={text}
        rows={2}
        placeholder={placeholder}
        onChange={(event) => {
          onText(event.target.value);
          setCaret(caretOf(event.target));
          setDismissed(false);
          setActive(0);
        }}
        onSelect={() => setCaret(caretOf(area.current))}
        onKeyDown={onKeyDown}
        className="field-sizing-content block max-h-60 min-h-16 w-full resize-none bg-transparent px-3 pt-2.5 pb-1 outline-none"
      />
      <div className="flex items-center gap-2 px-2 pb-2">
        <div className="min-w-0 flex-1 truncate pl-1 text-xs text-muted">{hindrance || children}</div>
        <Button
          look="primary"
          icon="send"
          disabled={hindrance !== null || busy}
          onClick={send}
          label={`${sendLabel} (Enter)`}
        >
          {busy ? "Sending…" : sendWords}
        </Button>
      </div>
      {options.length > 0 && (
        <div
          className={`absolute inset-x-2 max-w-xl z-10 my-1 max-h-64 ${opens === "up" ? "bottom-full" : "top-full"} overflow-y-auto rounded-md border border-line bg-surface py-1 shadow-lg`}
        >
          <OptionList
            id={listId}
            label="Specialists"
            options={options}
            active={active}
            onHover={setActive}
            onChoose={complete}
          />
          {offers.length > options.length && (
            <p className="px-3 py-1.5 text-xs text-muted">
              {(offers.length - options.length).toLocaleString("en")} more: type on to find them.
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function MentionName({ id, name }: { id: string; name: string }) {
  return (
    <>
      <SpecialistMark id={id} />
      {name}
    </>
  );
}
