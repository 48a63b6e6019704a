"use client";
import { memo } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

export const CodeBlock = memo(function CodeBlock({ text, language }: { text: string; language: string }) {
  return (
    <div className="code-block">
      <div className="code-head">
        <span>{language || "text"}</span>
        <CopyButton text={() => text} label={`Copy the ${language || "text"} code`} />
      </div>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
});
