import type { Orchestration } from "#contract/orchestration.ts";

/** Every specialist the settings name, with the place that names it. */
export function namedSpecialists(settings: Orchestration): { readonly id: string; readonly path: string }[] {
  const { routing_rules: rules, timeout_settings: timeouts, fallback } = settings;
  return [
    ...rules.flatMap((rule, i) =>
      rule.specialists.map((id, n) => ({ id, path: `routing_rules.${i}.specialists.${n}` })),
    ),
    ...Object.keys(timeouts.per_specialist).map((id) => ({ id, path: `timeout_settings.per_specialist.${id}` })),
    ...Object.entries(fallback.specialists).flatMap(([id, others]) => [
      { id, path: `fallback.specialists.${id}` },
      ...others.map((other, n) => ({ id: other, path: `fallback.specialists.${id}.${n}` })),
    ]),
  ];
}
