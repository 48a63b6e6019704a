"use client";

/** A moment in the reader's own zone and manner. Only for what the browser draws: the server knows neither. */
export function LocalTime({ at }: { at: string }) {
  const date = new Date(at);
  const sameDay = date.toDateString() === new Date().toDateString();
  const short = new Intl.DateTimeFormat(
    undefined,
    sameDay ? { timeStyle: "short" } : { dateStyle: "medium", timeStyle: "short" },
  );
  return (
    <time dateTime={at} title={date.toLocaleString()}>
      {short.format(date)}
    </time>
  );
}
