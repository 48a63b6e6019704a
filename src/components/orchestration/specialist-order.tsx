"use client";
import { useId, useRef } from "react";
import { flushSync } from "react-dom";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { focusNextRow } from "#components/ui/focus-next-row.ts";
import { Icon } from "#components/ui/icon.tsx";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import { AddSpecialist } from "./add-specialist.tsx";
import { Problem } from "./setting-field.tsx";

interface SpecialistOrderProps {
  /** What they are chosen for: "rule 2", "apollo when it fails". */
  of: string;
  ids: readonly string[];
  onIds: (ids: readonly string[]) => void;
  most: number;
  /** Those that make no sense here. */
  without?: readonly string[];
  editable: boolean;
  problem?: string | undefined;
}

/** Specialists in an order that counts; each can be moved forward or taken out. */
export function SpecialistOrder({ of, ids, onIds, most, without = [], editable, problem }: SpecialistOrderProps) {
  const { data: specialists = [] } = useSpecialists();
  const problemId = useId();
  const box = useRef<HTMLDivElement>(null);
  const forward = (i: number, id: string) => {
    flushSync(() => onIds(ids.toSpliced(i - 1, 2, id, ids[i - 1] ?? id)));
    // An item that changes its place loses the focus; the first has no button to go further.
    box.current?.querySelectorAll("li")[i - 1]?.querySelector("button")?.focus();
  };
  const add = (id: string) => {
    flushSync(() => onIds([...ids, id]));
    // The field goes when there is no more room.
    if (ids.length + 1 >= most) [...(box.current?.querySelectorAll("button") ?? [])].at(-1)?.focus();
  };
  const small = "grid h-7 w-6 place-items-center rounded-md text-muted hover:text-ink";
  return (
    <div>
      <div ref={box} data-rows className="flex flex-wrap items-center gap-1.5">
        {ids.length > 0 && (
          <ol aria-label={`Specialists of ${of}, in order`} className="contents">
            {ids.map((id, i) => {
              const entry = specialists.find((one) => one.id === id);
              const name = entry?.name ?? id;
              return (
                <li
                  key={id}
                  className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-canvas pr-1 pl-1.5 text-sm"
                >
                  <span className="text-xs text-muted tabular-nums">{i + 1}</span>
                  <SpecialistMark id={id} />
                  <span className="pr-1">
                    {name}
                    {specialists.length > 0 && !entry && <span className="text-warn"> (not in the registry)</span>}
                  </span>
                  {editable && i > 0 && (
                    <button
                      type="button"
                      aria-label={`${name} one place forward, in ${of}`}
                      title="One place forward"
                      className={small}
                      onClick={() => forward(i, id)}
                    >
                      <Icon name="chevron" className="size-3.5 rotate-180" />
                    </button>
                  )}
                  {editable && (
                    <button
                      type="button"
                      aria-label={`Take ${name} out of ${of}`}
                      title="Take out"
                      className={small}
                      data-remove-row
                      onClick={(event) => {
                        focusNextRow(event.currentTarget);
                        onIds(ids.toSpliced(i, 1));
                      }}
                    >
                      <Icon name="close" className="size-3.5" />
                    </button>
                  )}
                </li>
              );
            })}
          </ol>
        )}
        {editable && ids.length < most && (
          <AddSpecialist
            label={`Add a specialist to ${of}`}
            words="Add…"
            without={[...ids, ...without]}
            onAdd={add}
            {...(problem && { problemId })}
          />
        )}
      </div>
      <Problem id={problemId} words={problem} />
    </div>
  );
}
