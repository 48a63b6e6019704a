"use client";
import { useSpecialists } from "#components/api/use-specialists.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { SpecialistRow } from "./specialist-row.tsx";

/** On a narrow screen the first column says what the next two would. */
const columns = [
  { title: "Specialist", wideOnly: false },
  { title: "State", wideOnly: true },
  { title: "Runs on", wideOnly: true },
  { title: "Capabilities", wideOnly: false },
];

/** Who is on the team: every registry entry, to read. */
export function RegistryPage() {
  const { data, error, refetch } = useSpecialists();
  return (
    <>
      <PageHeading title="Registry">
        Every specialist, the model that answers for it, and what it is good at. This page reads the registry and does
        not edit it.
      </PageHeading>
      {error && !data && <FailureNotice error={error} retry={refetch} />}
      {!error && !data && <Loading label="Loading the registry" rows={6} />}
      {data?.length === 0 && <p className="text-sm text-muted">The registry is empty.</p>}
      {data && data.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <div tabIndex={0} className="overflow-x-auto rounded-lg border border-line bg-surface">
          <table className="w-full text-left text-sm">
            <caption className="sr-only">Specialists</caption>
            <thead className="border-b border-line text-xs text-muted">
              <tr>
                {columns.map(({ title, wideOnly }) => (
                  <th key={title} scope="col" className={`px-3 py-2 font-medium ${wideOnly ? "max-sm:hidden" : ""}`}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {data.map((specialist) => (
                <SpecialistRow key={specialist.id} specialist={specialist} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
