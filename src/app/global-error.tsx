"use client";
import { PageError } from "#components/shell/page-error.tsx";
import "./globals.css";

export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body className="font-sans antialiased">
        <PageError retry={reset} />
      </body>
    </html>
  );
}
