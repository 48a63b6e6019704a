"use client";
import { useQuery } from "@tanstack/react-query";
import { hub } from "./hub-client.ts";
import { queryKeys } from "./query-keys.ts";

/** What each provider offers. */
export const useModels = () => useQuery({ queryKey: queryKeys.models, queryFn: () => hub.models.list.query() });
