/** The lines `/api/pull` streams for one model of one layer. */
const layerBytes = 2_019_377_376;
const steps = 4;

export const pullProgress = (model: string): object[] => {
  const digest = `sha256:${Buffer.from(model).toString("hex").padEnd(64, "0").slice(0, 64)}`;
  const layer = { status: `pulling ${digest.slice(7, 19)}`, digest, total: layerBytes };
  return [
    { status: "pulling manifest" },
    layer,
    ...Array.from({ length: steps }, (_, i) => ({ ...layer, completed: Math.round((layerBytes * (i + 1)) / steps) })),
    { status: "verifying sha256 digest" },
    { status: "writing manifest" },
    { status: "success" },
  ];
};
