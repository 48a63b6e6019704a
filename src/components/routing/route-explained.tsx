"use client";
import Link from "next/link";
import { useName } from "#components/chat/use-name.ts";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";
import type { RouteAnswer, RouteChoice, RouteEvidence } from "#contract/routing.ts";

const decidedBy: Record<RouteAnswer["by"], string> = {
  rule: "a routing rule",
  words: "the words of the message",
  embedding: "an embedding model: by what the message means",
  model: "a language model, which was asked",
};

const percent = (share: number): string => `${Math.round(share * 100)} %`;

interface RouteExplainedProps {
  message: string;
  answer: RouteAnswer;
}

/** Who gets a message, how sure that is, what spoke for it, and who came next. */
export function RouteExplained({ message, answer }: RouteExplainedProps) {
  const { by, unsure, reason, evidence, alternatives } = answer;
  return (
    <div className="space-y-3 rounded-lg border border-line bg-surface p-3">
      <p className="truncate text-xs text-muted" title={message}>
        “{message.trim()}”
      </p>
      <Choice choice={answer} certain={by === "rule"} first />
      <p className="max-w-prose text-sm [overflow-wrap:anywhere]">{reason}</p>
      <p className="text-xs text-muted">
        Decided by {decidedBy[by]}.{unsure && " Nobody was probable enough, so the generalist has it."}
      </p>
      {evidence.length > 0 && <Evidence evidence={evidence} />}
      {alternatives.length > 0 && (
        <div>
          <h3 className="text-xs font-medium text-muted">Next best</h3>
          <ul className="mt-1 space-y-1">
            {alternatives.map((choice) => (
              <li key={choice.specialist_id}>
                <Choice choice={choice} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

interface ChoiceProps {
  choice: RouteChoice;
  /** Nothing was weighed: a figure would say what it does not know. */
  certain?: boolean;
  first?: boolean;
}

function Choice({ choice: { specialist_id, capability, confidence }, certain = false, first = false }: ChoiceProps) {
  const name = useName(specialist_id);
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <SpecialistMark id={specialist_id} />
      <Link
        href={`/chat?with=${encodeURIComponent(specialist_id)}`}
        className={`hover:underline ${first ? "text-base font-semibold" : ""}`}
      >
        {name}
      </Link>
      <span className="text-muted">{capability}</span>
      {!certain && (
        <span className="ml-auto flex items-center gap-2 text-xs tabular-nums">
          <Bar share={confidence} tone={first ? "bg-accent" : "bg-muted"} />
          <span className="w-9 text-right">{percent(confidence)}</span>
          <span className="sr-only">probable</span>
        </span>
      )}
    </div>
  );
}

/** What spoke for the choice, each with a bar as long as it weighs beside the heaviest. */
function Evidence({ evidence }: { evidence: readonly RouteEvidence[] }) {
  const heaviest = Math.max(...evidence.map(({ weight }) => weight), 0.01);
  return (
    <div>
      <h3 className="text-xs font-medium text-muted">What spoke for it</h3>
      <ul className="mt-1 space-y-1">
        {evidence.map(({ kind, feature, weight }) => (
          <li key={`${kind} ${feature}`} className="flex items-center gap-2 text-sm">
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              {kind === "shape" ? feature : `“${feature}”`}
              {kind === "example" && <span className="text-muted"> (an example like it)</span>}
            </span>
            <Bar share={weight / heaviest} tone="bg-good" />
            <span className="w-9 text-right text-xs text-muted tabular-nums" title="Weight, in logits">
              {weight.toFixed(1)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Bar({ share, tone }: { share: number; tone: string }) {
  return (
    <span aria-hidden="true" className="h-1.5 w-16 shrink-0 overflow-hidden rounded-full bg-sunken sm:w-24">
      <span className={`block h-full rounded-full ${tone}`} style={{ width: `${Math.min(1, share) * 100}%` }} />
    </span>
  );
}
