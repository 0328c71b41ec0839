import { defineConfig } from "vitest/config";

/** Unit tests lie beside the code and run first; `test/` holds what runs on the real engine. */
export default defineConfig({
  test: {
    // Tests that run other processes wait more than they compute: one worker less than cores would be too few.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["{provider,sdk,gitops,emulator,tools}/**/*.test.ts"],
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          globalSetup: ["test/support/globalSetup.ts"],
          sequence: { groupOrder: 1 },
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
