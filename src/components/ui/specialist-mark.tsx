const tones = ["text-tone-1", "text-tone-2", "text-tone-3", "text-tone-4", "text-tone-5", "text-tone-6"];

/** A letter in a tone of its own, so that the eye finds a specialist again. */
export function SpecialistMark({ id }: { id: string }) {
  const tone = [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % tones.length;
  return (
    <span
      aria-hidden="true"
      className={`inline-grid size-5 shrink-0 place-items-center rounded bg-current/12 text-[0.7rem] font-bold uppercase ${tones[tone]}`}
    >
      {id.slice(0, 1)}
    </span>
  );
}
