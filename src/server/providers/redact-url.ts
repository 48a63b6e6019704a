/** A URL for people and errors: without credentials, query and fragment, and without a last slash. */
export const redactUrl = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`.replace(/\/+$/, "");
};
