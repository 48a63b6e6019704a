import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,e2e,scripts,bench}/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
