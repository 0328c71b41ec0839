import { expect } from "vitest";
import { type GitopsProject, test } from "../support/gitops";
import { expectNoSecrets } from "../support/noSecrets";

const APP_PASSWORD = "planted+app/password?=not-a-real-one~1";

/** Puts a `pulumi` before the real one that is interrupted once it has printed decrypted secrets. POSIX only. */
function interruptPulumi(project: GitopsProject) {
  return project.standInForPulumi(
    `case "$*" in *--show-secrets*) "$PULUMI" "$@"; kill -INT $$;; *) exec "$PULUMI" "$@";; esac`,
  );
}

test("a pulumi that is interrupted after it has printed secrets does not make them leak", async ({
  service,
  project,
}) => {
  const { id } = await service.makeByHand({ label: "made" });
  await project.expect(0, "init");
  await project.write(
    "connections.yaml",
    `project: ${service.projectId}
sigsentry:
  mobile: { platform: bitbucket, repositories: [a/b], credentials: { username: bot, appPassword: { config: app } } }
coregit:
  made: { provider: github, label: made, accessToken: keep, adopt: ${id} }
`,
  );
  await project.pulumi("stack", "init", "prod");
  await project.pulumi("config", "set", "--secret", "app", APP_PASSWORD);
  await project.expect(0, "apply", "--yes");
  await project.pulumi("state", "delete", await urnOf(project, "made"), "--yes");
  await interruptPulumi(project);

  const printed: Record<string, string> = {};
  // The first reads the configuration, since there is something to adopt; the others read the state.
  for (const command of [
    "plan",
    "plan --json",
    "rotate mobile --yes",
    "rotate mobile --yes --json",
    "import",
  ]) {
    printed[command] = (await project.expect(1, ...command.split(" "))).all;
    expect(printed[command], command).toContain("SIGINT");
  }
  expectNoSecrets(printed, [APP_PASSWORD]);
});

async function urnOf(project: GitopsProject, name: string): Promise<string> {
  const state = await project.pulumi("stack", "export");
  const urn = new RegExp(`"(urn:pulumi:[^"]*::${name})"`).exec(state)?.[1];
  if (urn === undefined) throw new Error(`the state has no ${name}`);
  return urn;
}
