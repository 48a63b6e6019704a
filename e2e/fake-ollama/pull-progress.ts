/** The lines `/api/pull` streams for one model: a large layer, and the small ones every model has. */
const layers = [2_019_377_376, 1429, 7711, 561];
/** Lines with a count for the large layer; the small ones come in one. */
const steps = 4;

export const pullProgress = (model: string): object[] => [
  { status: "pulling manifest" },
  ...layers.flatMap((total, i) => {
    const name = Buffer.from(`${i}${model}`).toString("hex").padEnd(64, "0").slice(0, 64);
    const layer = { status: `pulling ${name.slice(0, 12)}`, digest: `sha256:${name}`, total };
    const parts = i === 0 ? steps : 1;
    return [
      layer,
      ...Array.from({ length: parts }, (_, part) => ({
        ...layer,
        completed: Math.round((total * (part + 1)) / parts),
      })),
    ];
  }),
  { status: "verifying sha256 digest" },
  { status: "writing manifest" },
  { status: "success" },
];
