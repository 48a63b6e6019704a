/** The hub's pages, in the order of the navigation. */
export const pages = [
  { href: "/team", title: "Team" },
  { href: "/chat", title: "Chat" },
  { href: "/sessions", title: "Sessions" },
  { href: "/registry", title: "Registry" },
  { href: "/routing", title: "Routing" },
  { href: "/orchestration", title: "Orchestration" },
  { href: "/benchmarks", title: "Benchmarks" },
] as const;
