import { defineConfig } from "vitest/config";

/** Unit tests lie beside the code and run on their own; `test/` holds what runs on the real engine. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["{provider,sdk,gitops,emulator,tools}/**/*.test.ts"],
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/**/*.test.ts"],
          // Engine tests wait for processes more than they compute; one worker less than cores would be one.
          maxWorkers: 2,
          globalSetup: ["test/support/globalSetup.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
