/** Words, as runs of anything but white space; the demo's tokens. */
export const countWords = (text: string): number => text.match(/\S+/g)?.length ?? 0;
