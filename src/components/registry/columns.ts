import type { SortKey } from "./registry-view.ts";

export interface Column {
  readonly key: SortKey;
  readonly title: string;
  /** Best at the top when it is first chosen: the most, not the least. */
  readonly mostFirst?: boolean;
  /** What its two orders are called where there is no room for a table. */
  readonly orders: readonly [ascending: string, descending: string];
}

const letters = ["A to Z", "Z to A"] as const;
const times = ["quickest first", "slowest first"] as const;

/** What the list can be sorted by, in the order of its columns. */
export const columns: readonly Column[] = [
  { key: "name", title: "Specialist", orders: letters },
  { key: "state", title: "State", orders: ["available first", "unavailable first"] },
  { key: "model", title: "Runs on", orders: letters },
  { key: "capability", title: "Capabilities", orders: letters },
  { key: "first_token", title: "First token", orders: times },
  { key: "duration", title: "Response", orders: times },
  { key: "success", title: "Success", mostFirst: true, orders: ["lowest first", "highest first"] },
];
