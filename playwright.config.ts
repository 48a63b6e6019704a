import { defineConfig, devices } from "@playwright/test";
import { findChromium } from "./scripts/find-chromium.ts";

/** What a Chromium needs in a container, and what keeps it from calling home. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const executablePath = findChromium();

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  workers: 1,
  timeout: 60_000,
  forbidOnly: true,
  use: {
    ...devices["Desktop Chrome"],
    launchOptions: { args, ...(executablePath && { executablePath }) },
    trace: "retain-on-failure",
  },
});
