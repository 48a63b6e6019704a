import { Icon } from "#components/ui/icon.tsx";

const formats = [
  { format: "markdown", words: "Export as Markdown" },
  { format: "json", words: "Export as JSON" },
] as const;

/** The session as a file, in each form: plain links, side by side or below each other as their place has it. */
export function ExportLinks({ id }: { id: string }) {
  return formats.map(({ format, words }) => (
    <a
      key={format}
      href={`/api/v2/sessions/${encodeURIComponent(id)}/export?format=${format}`}
      download
      className="inline-flex h-8 items-center gap-2 rounded-md px-2 text-sm whitespace-nowrap text-muted hover:bg-sunken hover:text-ink"
    >
      <Icon name="download" />
      {words}
    </a>
  ));
}
