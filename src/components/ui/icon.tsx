const paths = {
  check: "M4 10.5l4 4 8-9",
  chevron: "M7.5 5l5 5-5 5",
  close: "M5 5l10 10M15 5L5 15",
  copy: "M7 7h9v9H7zM4 13V4h9",
  download: "M10 4v8.5M6.5 9.5L10 13l3.5-3.5M4 16h12",
  expand: "M6 8l4-4 4 4M6 12l4 4 4-4",
  external: "M8 5H5v10h10v-3M11 5h4v4M15 5l-6 6",
  minus: "M5 10h10",
  more: "M4.5 9.7v.6M10 9.7v.6M15.5 9.7v.6M4.2 10h.6M9.7 10h.6M15.2 10h.6",
  moon: "M15.5 12.5A6.5 6.5 0 0 1 7.5 4.5a6.5 6.5 0 1 0 8 8z",
  pencil: "M4 16l.8-3.6L13 4.2l2.8 2.8-8.2 8.2zM11.2 6l2.8 2.8",
  plus: "M10 5v10M5 10h10",
  retry: "M15.5 10a5.5 5.5 0 1 1-1.6-3.9M15.5 3.5v3.2h-3.2",
  search: "M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM12.7 12.7L16.5 16.5",
  send: "M10 16V4.5M5 9.5l5-5 5 5",
  stop: "M6 6h8v8H6z",
  sun: "M10 6.8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4zM10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1",
  system: "M3.5 5h13v8.5h-13zM7.5 16.5h5",
  thumb:
    "M7 9l2.8-5.6c1.2 0 2 .9 1.8 2.1L11.2 8.500h4.200c.9 0 1.5.8 1.3 1.700l-1.1 5c-.2.8-.8 1.3-1.6 1.300H7zM7 9H4v7.500h3",
  trash: "M4 6h12M8 6V4h4v2M5.5 6l.8 10.5h7.4L14.5 6M8.5 9v4.5M11.5 9v4.5",
  upload: "M10 13V4.5M6.5 8L10 4.5 13.5 8M4 16h12",
  warning: "M10 4l7 12.5H3zM10 9v3.5M10 14.6v.1",
} as const;

export type IconName = keyof typeof paths;

/** Decoration beside words: never the only label of anything. */
export function Icon({ name, className = "size-4" }: { name: IconName; className?: string }) {
  return (
    <svg
      viewBox="0 0 20 20"
      className={`${className} shrink-0`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
