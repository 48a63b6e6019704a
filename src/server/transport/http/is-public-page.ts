/** Dot segments, plain or encoded, would lead out of what the prefix says. */
const publicPaths = /^\/(sign-in$|_next\/static\/(?!(.*\/)?(\.|%2[eE]){2}(\/|$))|favicon\.ico$|icon\.svg$)/;

/** Whether a page's path may be seen without signing in: the sign-in page and what it is made of. */
export const isPublicPage = (path: string): boolean => publicPaths.test(path);
