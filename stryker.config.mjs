// @ts-check

/**
 * Tests of the tests: `npm run mutation` changes `provider/` in one place at a time, and the unit tests must notice.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  mutate: [
    "provider/**/*.ts",
    "!provider/**/*.test.ts",
    // Only a real engine cancels: test/cancellation.test.ts covers it.
    "!provider/hosts/dynamic/cancellation.ts",
  ],
  // What the tests do not read is not copied for them.
  ignorePatterns: ["dist", "docs", "examples", "bench", "coverage", "reports"],
  testRunner: "vitest",
  vitest: { configFile: "vitest.mutation.config.mts" },
  coverageAnalysis: "perTest",
  cleanTempDir: "always",
  concurrency: 2,
  // Longer than the time that a test has: a test that waits for ever should fail by itself, which costs less.
  timeoutMS: 10_000,
  reporters: ["clear-text", "progress-append-only"],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
