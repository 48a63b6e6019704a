"use client";
import { useState } from "react";
import { type SpecialistEntry, useSpecialists } from "#components/api/use-specialists.ts";
import { Composer } from "#components/composer/composer.tsx";
import { mentioned } from "#components/composer/mention.ts";
import { FailureNotice } from "#components/ui/failure-notice.tsx";
import { Loading } from "#components/ui/loading.tsx";
import { PageHeading } from "#components/ui/page-heading.tsx";
import { BroadcastTimeline } from "./broadcast-timeline.tsx";
import { countOf, type LaneChoice } from "./lane-choice.ts";
import { SpecialistPicker } from "./specialist-picker.tsx";
import { useLaneChoice } from "./use-lane-choice.ts";
import { useStartBroadcast } from "./use-start-broadcast.ts";

/** One message to several specialists; the newest broadcast stands on top. */
export function TeamPage() {
  const { data: specialists, error, refetch } = useSpecialists();
  const [choice, choose] = useLaneChoice(specialists);
  return (
    <>
      <PageHeading title="Team">Ask several specialists at once and watch every answer arrive.</PageHeading>
      <div className="space-y-3">
        {error && !specialists && <FailureNotice error={error} retry={refetch} />}
        {!error && !choice && <Loading label="Loading the specialists" rows={2} />}
        {specialists && choice && (
          <>
            <SpecialistPicker specialists={specialists} choice={choice} onChoice={choose} />
            <TeamComposer specialists={specialists} choice={choice} />
          </>
        )}
      </div>
      <BroadcastTimeline />
    </>
  );
}

function TeamComposer({ specialists, choice }: { specialists: readonly SpecialistEntry[]; choice: LaneChoice }) {
  const [text, setText] = useState("");
  const { start, busy, error } = useStartBroadcast();
  const available = specialists.filter((one) => one.available);
  // Those named in the message are meant; the chips hold when nobody is named.
  const named = mentioned(text, available);
  const lanes = named.length > 0 ? named : choice;
  const addressees = [...new Set(lanes)].map((id) => {
    const name = specialists.find((one) => one.id === id)?.name ?? id;
    const count = countOf(lanes, id);
    return count > 1 ? `${name} ×${count}` : name;
  });

  const hindrance =
    available.length === 0
      ? "No specialist is available now."
      : lanes.length === 0
        ? "Choose a specialist, or name one with @."
        : text.trim() === ""
          ? ""
          : null;
  const send = async () => {
    if (await start(text, lanes)) setText("");
  };
  return (
    <>
      <Composer
        text={text}
        onText={setText}
        onSend={send}
        hindrance={hindrance}
        busy={busy}
        placeholder="Message to the team. Enter sends, Shift+Enter breaks the line, @ names a specialist."
        nameable={available}
      >
        To {addressees.join(", ")}
        {named.length > 0 && " (named in the message)"}
      </Composer>
      {error !== null && <FailureNotice error={error} />}
    </>
  );
}
