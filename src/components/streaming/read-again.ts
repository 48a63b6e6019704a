import type { QueryClient, QueryKey } from "@tanstack/react-query";

/**
 * Reads again what is shown under `queryKey`. A read that is under way may be from before the change: it is
 * let finish, so that a flood of changes does not put off every answer, and is done once more after that.
 */
export async function readAgain(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const underWay = client.getQueryCache().findAll({ queryKey, fetchStatus: "fetching" });
  await client.invalidateQueries({ queryKey }, { cancelRefetch: false });
  const after = underWay.map((query) =>
    client.invalidateQueries({ queryKey: query.queryKey, exact: true }, { cancelRefetch: false }),
  );
  await Promise.all(after);
}
