"use client";
import { useSpecialists } from "#components/api/use-specialists.ts";

/** What to call a specialist: its short name, or its id while that is not known. */
export function useName(id: string | null): string {
  const { data } = useSpecialists();
  return data?.find((one) => one.id === id)?.name ?? id ?? "a specialist";
}
