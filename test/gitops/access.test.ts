import { expect } from "vitest";
import { declareStacks } from "../support/declared";
import { type GitopsProject, test } from "../support/gitops";
import type { TestService } from "../support/service";

const WRITES = /^(POST|PUT|PATCH|DELETE) (?!.*\/test$)/;
const SYNC = "coregit:\n  sync: { provider: github, label: acme, accessToken: { env: GITHUB_TOKEN } }\n";

/** Keys of Coregit's that cannot write, and what is said of each. */
const keysThatCannotWrite = ({ coregit }: TestService): [key: string | undefined, words: string][] => [
  [coregit.scopedToken, "error: coregit:apiKey is a scoped key (cgt_…)"],
  ["cgk_live_nobody-has-issued-this-one", "error: Coregit answered 401"],
  [undefined, "error: coregit:apiKey is not set."],
];

/** A stack with a connection at either service, applied; the text of its file. */
async function applied(project: GitopsProject, service: TestService) {
  const { one = "" } = await declareStacks(project, service, { one: 1 });
  const text = (await project.read("connections/one.yaml")) + SYNC;
  await project.write("connections/one.yaml", text);
  await project.expect(0, "apply", "--yes");
  await service.takeCalls();
  return { one, text };
}

/** What was sent since the last look that changes something. */
const written = async (service: TestService) =>
  (await service.takeCalls()).filter((call) => WRITES.test(call));

test("destroy finds a key of one service that cannot write before it deletes at the other", async ({
  service,
  project,
}) => {
  const { one } = await applied(project, service);
  for (const hasFile of [true, false]) {
    if (!hasFile) await project.removeFile("connections/one.yaml");
    for (const [key, words] of keysThatCannotWrite(service)) {
      project.environment.COREGIT_API_KEY = key;
      const { stdout } = await project.expect(1, "destroy", "--yes");
      expect(stdout).toContain(words);
      expect(stdout).toMatch(/one-1 +to delete: not tried/);
      expect(stdout).toMatch(/sync +to delete: not tried/);
      expect(await written(service)).toEqual([]);
    }
  }
  project.environment.COREGIT_API_KEY = service.coregit.apiKey;
  await project.expect(0, "destroy", "--yes");
  expect(await service.connections(one)).toEqual([]);
  expect(await service.coregitConnections()).toEqual([]);
});

test("apply finds it where nothing is left at that service but deletions, in the plan too", async ({
  service,
  project,
}) => {
  const { text } = await applied(project, service);
  const [scoped = ["", ""], wrong = ["", ""], none = ["", ""]] = keysThatCannotWrite(service);
  const refused = async ([key, words]: typeof scoped, plan: 1 | 2) => {
    project.environment.COREGIT_API_KEY = key;
    expect((await project.expect(plan, "plan", "--prune")).stdout.includes(words)).toBe(plan === 1);
    expect((await project.expect(1, "apply", "--yes", "--prune")).stdout).toContain(words);
    expect(await written(service)).toEqual([]);
  };
  await project.write(
    "connections/one.yaml",
    text.replace(SYNC, "").replace("lookbackDays: 30", "lookbackDays: 7"),
  );
  // Such a key is enough for a plan.
  await refused(scoped, 2);
  await refused(wrong, 1);
  await project.removeFile("connections/one.yaml");
  await refused(none, 1);
});

test("a rotation finds it before anything is stored or sent", async ({ service, project }) => {
  await applied(project, service);
  project.environment.GITHUB_TOKEN = "ghp_the-second-token-of-this-test";
  for (const [key, words] of keysThatCannotWrite(service)) {
    project.environment.COREGIT_API_KEY = key;
    const { stdout } = await project.expect(1, "rotate", "--all", "--yes");
    // The settings are checked even before that.
    expect(stdout).toContain(key === undefined ? "coregit:apiKey: is not set." : words);
    expect(await written(service)).toEqual([]);
  }
  // What has nothing to do with that service goes on.
  project.environment.COREGIT_API_KEY = service.coregit.scopedToken;
  await project.expect(0, "rotate", "one-1", "--yes");
  expect(await written(service)).not.toEqual([]);
});
