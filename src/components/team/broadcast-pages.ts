import type { InfiniteData } from "@tanstack/react-query";
import type { BroadcastView } from "#contract/broadcast.ts";
import type { RatingValue } from "#contract/registry.ts";

interface BroadcastPage {
  readonly broadcasts: BroadcastView[];
  readonly next_cursor: string | null;
}
export type BroadcastPages = InfiniteData<BroadcastPage, string | null>;

/** The pages with `broadcast` in its place, or on top when it is new. Undefined while nothing is loaded. */
export function putBroadcast(pages: BroadcastPages | undefined, broadcast: BroadcastView): BroadcastPages | undefined {
  const [first, ...rest] = pages?.pages ?? [];
  if (!pages || !first) return pages;
  const known = pages.pages.some((page) => page.broadcasts.some(({ id }) => id === broadcast.id));
  if (!known) return { ...pages, pages: [{ ...first, broadcasts: [broadcast, ...first.broadcasts] }, ...rest] };
  const replace = (page: BroadcastPage): BroadcastPage => ({
    ...page,
    broadcasts: page.broadcasts.map((one) => (one.id === broadcast.id ? broadcast : one)),
  });
  return { ...pages, pages: pages.pages.map(replace) };
}

/** The pages with the rating of one lane's run. */
export function rateLane(
  pages: BroadcastPages | undefined,
  runId: string,
  rating: RatingValue,
): BroadcastPages | undefined {
  const broadcast = pages?.pages
    .flatMap((page) => page.broadcasts)
    .find(({ lanes }) => lanes.some(({ run }) => run.id === runId));
  if (!broadcast) return pages;
  const lanes = broadcast.lanes.map((lane) =>
    lane.run.id === runId ? { ...lane, run: { ...lane.run, rating } } : lane,
  );
  return putBroadcast(pages, { ...broadcast, lanes });
}
