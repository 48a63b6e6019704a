"use client";
import { useQuery } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";

/** One entry with its health, figures and evidence. */
export const useSpecialist = (id: string) =>
  useQuery({ queryKey: queryKeys.specialist(id), queryFn: () => hub.specialists.get.query({ id }) });

/** Newest first; also of an entry that was deleted. */
export const useVersions = (id: string) =>
  useQuery({ queryKey: queryKeys.specialistVersions(id), queryFn: () => hub.specialists.versions.query({ id }) });
