import { defineConfig } from "vitest/config";

/** The tests that `npm run mutation` runs for each mutant: the unit tests beside the code of `provider/`. */
export default defineConfig({
  test: {
    include: ["provider/**/*.test.ts"],
    // The files share a process for one mutant, which takes half the time; nothing that a test sets outlives it.
    isolate: false,
    // A mutant that makes a test wait for ever has failed it. No test takes more than a few seconds.
    testTimeout: 6_000,
    hookTimeout: 6_000,
  },
});
