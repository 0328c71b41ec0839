import { defineConfig } from "vitest/config";

/** What lies in `test/` and runs without Pulumi: every fault at every request, and histories on a model of the engine. */
const WITHOUT_ENGINE = "test/{model,model/memory,reliability/**}/*.test.ts";

/** What the short run only takes a sample of. */
const SAMPLED = [
  "test/model/memory/*.test.ts",
  "test/reliability/*/{matrix,timeouts}.test.ts",
  "test/reliability/outputs/everyOutput.test.ts",
];

/** The engine's part of the short run: the main job, each kind's life, secrets, and a sample of each attack. */
const SHORT = [
  "test/{cancellation,createOnce,drift,engineGone,importAndGet,lifecycle,secrets}.test.ts",
  "test/coregit/{bothKinds,lifecycle}.test.ts",
  "test/gitops/{brokenLock,cutShort,transcript,twoAtOnce,waits}.test.ts",
  "test/hostile/foreignSecrets.test.ts",
];

const UNIT = ["{provider,sdk,gitops,emulator,tools}/**/*.test.ts", WITHOUT_ENGINE];
const ENGINE = ["test/**/*.test.ts"];

/** What both hosts must do alike: lives, kills, faults, secrets, options, whatever is declared. */
const ON_BOTH_HOSTS = [
  "test/{adoption,badInput,cancellation,crash,createOnce,drift,driftMatrix,engineGone}.test.ts",
  "test/{errors,lifecycle,lookAlikes,noDrift,partialFailure,references,replace,secrets}.test.ts",
  "test/{secretsAfterFailure,unknownValues}.test.ts",
  "test/coregit/{adoption,badInput,crash,createOnce,drift,laggingList,lifecycle}.test.ts",
  "test/coregit/{partialFailure,quotedSecrets,replace,secrets,unknownValues,verify}.test.ts",
];

/** What each run has. By default, everything: so does a file that is run by its name. */
const RUNS: Record<string, Run> = {
  test: { unit: UNIT, engine: ENGINE },
  short: { unit: UNIT, engine: SHORT, sample: "yes" },
  rest: { unit: SAMPLED, engine: ENGINE, without: SHORT },
  plugin: { unit: [], engine: ON_BOTH_HOSTS, host: "plugin" },
};

interface Run {
  unit: string[];
  engine: string[];
  without?: string[];
  /** Whether only a sample is taken of what can be tested without end. */
  sample?: "yes";
  /** Who hosts the connections of tests that do not say. Default: the dynamic provider. */
  host?: "plugin";
}

/** Unit tests lie beside the code and run first; the rest of `test/` runs on the real engine. */
export default defineConfig(({ mode }) => {
  const run = RUNS[mode];
  if (run === undefined) throw new Error(`There is no run of tests called ${mode}.`);
  return {
    test: {
      // Tests that run other processes wait more than they compute: one worker less than cores would be too few.
      maxWorkers: 2,
      projects: [
        {
          extends: true,
          test: {
            name: "unit",
            include: run.unit,
            env: { TEST_SAMPLE: run.sample ?? "" },
            sequence: { groupOrder: 0 },
            testTimeout: 60_000,
          },
        },
        {
          extends: true,
          test: {
            name: "engine",
            include: run.engine,
            exclude: [WITHOUT_ENGINE, ...(run.without ?? [])],
            env: run.host === undefined ? {} : { TEST_HOST: run.host },
            globalSetup: ["test/support/globalSetup.ts"],
            sequence: { groupOrder: 1 },
            testTimeout: 300_000,
            hookTimeout: 300_000,
          },
        },
      ],
    },
  };
});
