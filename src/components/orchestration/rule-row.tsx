"use client";
import { useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { focusNextRow } from "#components/ui/focus-next-row.ts";
import { Icon } from "#components/ui/icon.tsx";
import type { Strategy } from "#contract/orchestration.ts";
import type { Problems } from "./check-draft.ts";
import type { RuleDraft } from "./orchestration-draft.ts";
import { fieldLook, SettingField } from "./setting-field.tsx";
import { SpecialistOrder } from "./specialist-order.tsx";

const strategies: readonly { readonly value: Strategy; readonly words: string; readonly meaning: string }[] = [
  {
    value: "best",
    words: "the best of them",
    meaning: "The one of them the router finds best for the message; the first when none stands out.",
  },
  { value: "round-robin", words: "in turn", meaning: "Each in its turn, one message after another." },
  {
    value: "all",
    words: "all of them",
    meaning: "All of them where several answers can be shown; the best of them where one is asked for.",
  },
  {
    value: "fallback",
    words: "the first who can",
    meaning: "The first of them; the next in order when it is not available or fails before its first token.",
  },
];

interface RuleRowProps {
  rule: RuleDraft;
  /** From 1. */
  number: number;
  count: number;
  problems: Problems;
  editable: boolean;
  onRule: (rule: RuleDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/** One rule: what it looks for, who then answers, and its place among the others. */
export function RuleRow({ rule, number, count, problems, editable, onRule, onMove, onRemove }: RuleRowProps) {
  const up = useRef<HTMLButtonElement>(null);
  const down = useRef<HTMLButtonElement>(null);
  const path = `routing_rules.${number - 1}`;
  const strategyMeaning = strategies.find(({ value }) => value === rule.strategy)?.meaning;
  const move = (by: -1 | 1, button: HTMLButtonElement | null) => {
    onMove(by);
    // A row that changes its place in the page loses the focus.
    requestAnimationFrame(() => button?.focus());
  };
  return (
    <li aria-label={`Rule ${number}`} className="flex gap-2 py-3 sm:gap-3">
      <span className="w-5 shrink-0 pt-2 text-right text-sm text-muted tabular-nums">{number}</span>
      <fieldset disabled={!editable} className="grid min-w-0 flex-1 gap-x-4 gap-y-3 md:grid-cols-[3fr_2fr]">
        <legend className="sr-only">Rule {number}</legend>
        <div className="space-y-2">
          <SettingField label="Pattern" problem={problems.get(`${path}.pattern`)}>
            {(ids) => (
              <input
                {...ids}
                value={rule.pattern}
                spellCheck={false}
                autoCapitalize="off"
                autoComplete="off"
                placeholder="invoice|receipt"
                onChange={(event) => onRule({ ...rule, pattern: event.target.value })}
                className={`${fieldLook} w-full font-mono`}
              />
            )}
          </SettingField>
          <SpecialistOrder
            of={`rule ${number}`}
            ids={rule.specialists}
            onIds={(specialists) => onRule({ ...rule, specialists })}
            most={32}
            editable={editable}
            problem={problems.get(`${path}.specialists`)}
          />
        </div>
        <SettingField label="Who answers" meaning={strategyMeaning} problem={undefined}>
          {(ids) => (
            <select
              {...ids}
              value={rule.strategy}
              onChange={(event) => onRule({ ...rule, strategy: event.target.value as Strategy })}
              className={`${fieldLook} w-full`}
            >
              {strategies.map(({ value, words }) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          )}
        </SettingField>
      </fieldset>
      {editable && (
        <div className="flex shrink-0 flex-col">
          <Button
            ref={up}
            look="quiet"
            size="square"
            label={`Move rule ${number} up`}
            aria-disabled={number === 1}
            onClick={() => number > 1 && move(-1, up.current)}
            className="aria-disabled:opacity-40"
          >
            <Icon name="chevron" className="size-4 -rotate-90" />
          </Button>
          <Button
            ref={down}
            look="quiet"
            size="square"
            label={`Move rule ${number} down`}
            aria-disabled={number === count}
            onClick={() => number < count && move(1, down.current)}
            className="aria-disabled:opacity-40"
          >
            <Icon name="chevron" className="size-4 rotate-90" />
          </Button>
          <Button
            look="quiet"
            size="square"
            icon="trash"
            label={`Remove rule ${number}`}
            data-remove-row
            onClick={(event) => {
              focusNextRow(event.currentTarget);
              onRemove();
            }}
          />
        </div>
      )}
    </li>
  );
}
