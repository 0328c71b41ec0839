import { defineConfig } from "vitest/config";

/** What lies in `test/` and runs without Pulumi: every fault at every request, and histories on a model of the engine. */
const WITHOUT_ENGINE = "test/{model,reliability}/**/*.test.ts";

/** Unit tests lie beside the code and run first; the rest of `test/` runs on the real engine. */
export default defineConfig({
  test: {
    // Tests that run other processes wait more than they compute: one worker less than cores would be too few.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{provider,sdk,gitops,emulator,tools}/**/*.test.ts", WITHOUT_ENGINE],
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          exclude: [WITHOUT_ENGINE],
          globalSetup: ["test/support/globalSetup.ts"],
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
