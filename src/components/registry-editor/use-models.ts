"use client";
import { useQuery } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";

/** What each provider offers. */
export const useModels = () => useQuery({ queryKey: queryKeys.models, queryFn: () => hub.models.list.query() });
