/** Quiet bars where content will be. */
export function Loading({ label, rows = 3 }: { label: string; rows?: number }) {
  return (
    <div role="status" className="space-y-3 py-2">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <div key={row} className="h-10 animate-pulse rounded-md bg-sunken" />
      ))}
    </div>
  );
}
