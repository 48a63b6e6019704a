"use client";
import { useQuery } from "@tanstack/react-query";
import { hub } from "#components/api/hub-client.ts";
import { queryKeys } from "#components/api/query-keys.ts";
import { useHubStatus } from "#components/shell/use-hub-status.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SettingsForm } from "./settings-form.tsx";

/** How the hub chooses, waits, tries again and falls back: to read for all, to change for admins. */
export function OrchestrationPage() {
  const status = useHubStatus();
  const settings = useQuery({
    queryKey: queryKeys.orchestration,
    queryFn: () => hub.orchestration.get.query(),
  });
  const failed = [settings, status].filter(({ data, error }) => error && !data);
  const [first] = failed;
  return (
    <div className="mx-auto max-w-4xl">
      <PageHeading title="Orchestration">
        Who gets a message that names nobody, how long an answer may take, and what happens when it does not come.
        Changes are in force from the next message on.
      </PageHeading>
      {first && (
        <FailureNotice
          error={first.error}
          retry={() => {
            for (const query of failed) void query.refetch();
          }}
        />
      )}
      {!first && !(settings.data && status.data) && <Loading label="Loading the settings" rows={6} />}
      {settings.data && status.data && (
        <SettingsForm inForce={settings.data} editable={status.data.actor.role === "admin"} />
      )}
    </div>
  );
}
