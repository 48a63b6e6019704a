"use client";
import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import { copyText } from "./copy-text.ts";

/** Copies what `text()` gives at that moment, and says in its own place whether it did. */
export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => setOutcome((await copyText(text())) ? "copied" : "refused");
  return (
    <>
      <Button look="quiet" size="small" icon={outcome === "copied" ? "check" : "copy"} label={label} onClick={copy}>
        <span className="grid">
          {/* Both words take the place, so that nothing moves when one follows the other. */}
          <span className={`[grid-area:1/1] ${outcome ? "invisible" : ""}`}>Copy</span>
          <span className={`[grid-area:1/1] ${outcome ? "" : "invisible"}`}>
            {outcome === "refused" ? "Failed" : "Copied"}
          </span>
        </span>
      </Button>
      <span role="status" className="sr-only">
        {outcome === "copied" ? "Copied" : outcome === "refused" ? "The browser refused to copy" : ""}
      </span>
    </>
  );
}
