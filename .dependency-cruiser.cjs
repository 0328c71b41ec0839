/** Tests, and what they use of what lies beside the code. */
const TESTS = "\\.test\\.ts$|/testing/|/testSupport\\.ts$";

/** What the package is entered by, and what its JSON Schemas are made of. */
const ENTRIES =
  "^(sdk/(plugin/)?index|emulator/index|gitops/(program|cli/main|report/jsonSchema)|provider/hosts/(dynamic|plugin)/(sigsentry|coregit))\\.ts$";

/** What nothing imports: it is run, by a command, vitest or another process, or read as text. */
const RUN = [
  "\\.test\\.ts$",
  "/main\\.ts$",
  "^tools/setup\\.mjs$",
  "^tools/engine/testing/obtainProcess\\.ts$",
  "^test/support/http/sendOnce\\.ts$",
  "^test/support/globalSetup\\.ts$",
  "^test/fixtures/record\\.ts$",
  "^test/gitops/inPage/",
];

const forbid = (name, from, to) => ({ name, severity: "error", from, to });

/** The product's code in a folder needs none of these folders; the tests beside it may. */
const layer = (folder, ...others) =>
  forbid(
    `${folder} stands alone`,
    { path: `^${folder}/`, pathNot: TESTS },
    { path: `^(${others.join("|")})/` },
  );

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    // Types count too: two files that need each other are one, or share a third.
    forbid("no circles", {}, { circular: true }),

    layer("provider", "sdk", "gitops", "emulator", "test", "tools"),
    layer("sdk", "gitops", "emulator", "test", "tools"),
    layer("gitops", "test", "tools"),
    layer("emulator", "sdk", "gitops", "test", "tools"),
    // The emulator is what the provider is tested against, so it shares only words and values that know no service.
    forbid(
      "emulator knows no provider",
      { path: "^emulator/", pathNot: TESTS },
      { path: "^provider/", pathNot: "^provider/(core/values|text/(nearest|visible))\\.ts$" },
    ),
    forbid("only tests use tests", { pathNot: [TESTS, "^test/"] }, { path: TESTS }),

    // What only tests use is no part of the product.
    forbid(
      "product code is used",
      { path: ENTRIES },
      { path: "^(provider|sdk|gitops|emulator)/", pathNot: [TESTS, ENTRIES], reachable: false },
    ),
    {
      name: "every file is used",
      severity: "error",
      from: {},
      module: { path: ["^(test|tools|bench)/", TESTS], pathNot: RUN, numberOfDependentsLessThan: 1 },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
