/** A Chromium for the browser tests: the one asked for, the system's, or Playwright's own. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "@playwright/test";

const names = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome"];
const macApps = ["Chromium", "Google Chrome"].map((app) => `/Applications/${app}.app/Contents/MacOS/${app}`);

/** Its path; null when there is none. `TEKTON_TEST_BROWSER` names one outright. */
export function findChromium(): string | null {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((dir) => names.map((name) => join(dir, name)));
  const candidates = [process.env.TEKTON_TEST_BROWSER, ...onPath, ...macApps, chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}
