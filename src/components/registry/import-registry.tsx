"use client";
import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import type { SpecialistEntry } from "#components/api/use-specialists.ts";
import { Button } from "#components/ui/button.tsx";
import { usePassingNotice } from "#components/ui/passing-notices.tsx";
import { ImportDialog } from "./import-dialog.tsx";
import { readRegistryFile } from "./registry-file.ts";

/** Takes in a registry that was exported, from here or another hub. */
export function ImportRegistry({ entries }: { entries: readonly SpecialistEntry[] }) {
  const picker = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const say = usePassingNotice();
  const { mutate, data, reset } = useMutation({
    mutationFn: readRegistryFile,
    onError: ({ message }) => say({ tone: "danger", words: message }),
  });
  const close = () => {
    reset();
    button.current?.focus();
  };
  return (
    <>
      <Button ref={button} icon="upload" onClick={() => picker.current?.click()}>
        Import
      </Button>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        aria-label="A registry’s file"
        tabIndex={-1}
        className="sr-only"
        onChange={({ target }) => {
          const file = target.files?.[0];
          // The same file may be chosen again, once it is mended.
          target.value = "";
          if (file) mutate(file);
        }}
      />
      {data && <ImportDialog file={data} entries={entries} onClose={close} />}
    </>
  );
}
