import Link from "next/link";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { SpecialistMark } from "#components/ui/specialist-mark.tsx";

const shownSecondary = 4;

const stateOf = ({ enabled, available }: SpecialistEntry): [string, string] =>
  available ? ["available", "text-good"] : enabled ? ["not available", "text-danger"] : ["disabled", "text-muted"];

export function SpecialistRow({ specialist }: { specialist: SpecialistEntry }) {
  const { id, name, role, description, model, resolved, capabilities, available } = specialist;
  const [state, tone] = stateOf(specialist);
  const { primary, scores } = capabilities;
  const secondary = Object.entries(scores)
    .filter(([capability]) => !primary.includes(capability))
    .sort(([, a], [, b]) => b - a)
    .slice(0, shownSecondary);
  return (
    <tr className="align-top">
      <th scope="row" className="px-3 sm:min-w-44 py-2.5 font-normal">
        <span className="flex gap-2">
          <SpecialistMark id={id} />
          <span>
            {available ? (
              <Link
                href={`/chat?with=${encodeURIComponent(id)}`}
                title={`Talk to ${name}`}
                className="font-semibold hover:underline"
              >
                {name}
              </Link>
            ) : (
              <span className="font-semibold">{name}</span>
            )}
            <span className="block text-xs text-muted" title={description}>
              {role}
            </span>
            <span className="block text-xs text-muted sm:hidden">
              <span className={tone}>{state}</span> · {resolved.model ?? "no model"}
            </span>
          </span>
        </span>
      </th>
      <td className={`px-3 py-2.5 whitespace-nowrap max-sm:hidden ${tone}`}>{state}</td>
      <td className="px-3 py-2.5 whitespace-nowrap max-sm:hidden">
        {resolved.model ?? "no model"}
        <span className="block text-xs text-muted">
          {resolved.provider}
          {model === null && ", the hub's default"}
        </span>
      </td>
      <td className="px-3 py-2 sm:min-w-64">
        <ul className="flex flex-wrap gap-1">
          {primary.map((capability) => (
            <Capability key={capability} name={capability} score={scores[capability]} isPrimary />
          ))}
          {secondary.map(([capability, score]) => (
            <Capability key={capability} name={capability} score={score} />
          ))}
        </ul>
      </td>
    </tr>
  );
}

function Capability({ name, score, isPrimary }: { name: string; score: number | undefined; isPrimary?: boolean }) {
  return (
    <li
      className={`rounded px-1.5 py-0.5 text-xs whitespace-nowrap ${isPrimary ? "bg-accent-soft font-medium" : "bg-sunken text-muted max-sm:hidden"}`}
      title={isPrimary ? "Primary capability" : "Secondary capability"}
    >
      {name}
      {score !== undefined && <span className="ml-1 tabular-nums">{score.toFixed(2)}</span>}
    </li>
  );
}
