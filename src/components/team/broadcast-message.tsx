"use client";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";

const longChars = 280;

/** What was asked, as it was typed; a long one is folded. */
export function BroadcastMessage({ text }: { text: string }) {
  const long = text.length > longChars || text.split("\n").length > 4;
  const [whole, setWhole] = useState(false);
  return (
    <div className="min-w-0 flex-1 basis-64">
      <h2
        className={`font-medium whitespace-pre-wrap [overflow-wrap:anywhere] ${long && !whole ? "line-clamp-3" : ""}`}
      >
        {text}
      </h2>
      {long && (
        <Button look="quiet" size="small" className="-ml-2" onClick={() => setWhole(!whole)} aria-expanded={whole}>
          {whole ? "Show less" : "Show all of it"}
        </Button>
      )}
    </div>
  );
}
