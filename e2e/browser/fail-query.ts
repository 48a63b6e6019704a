import type { Page } from "@playwright/test";

/** Lets one query fail, whichever others share its request. Returns what lets it, and all else, through again. */
export async function failQuery(page: Page, name: string): Promise<() => Promise<void>> {
  const isOfIt = (url: URL) => namesIn(url).includes(name);
  await page.route(isOfIt, async (route) => {
    const response = await route.fetch();
    const results: unknown[] = await response.json();
    results[namesIn(new URL(route.request().url())).indexOf(name)] = {
      error: { message: "out of order", code: -32603, data: { code: "INTERNAL_SERVER_ERROR", httpStatus: 500 } },
    };
    await route.fulfill({ status: 207, json: results });
  });
  // What is being answered still fails: whoever asks again must not be given that.
  return () => page.unrouteAll({ behavior: "wait" });
}

const namesIn = ({ pathname }: URL): string[] => pathname.split("/").at(-1)?.split(",") ?? [];
