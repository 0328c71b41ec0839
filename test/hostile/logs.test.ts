import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { CI, PAYMENTS } from "../support/declarations";
import { test } from "../support/fixtures";

const { credentials: _, ...REST } = PAYMENTS;
const { accessToken: __, ...NO_TOKEN } = CI;

test("Pulumi's own logs show what README.md says, and nothing of what is referred to", async ({
  service,
  stack,
}) => {
  stack.environment.WRITTEN = "ghp_written-out-in-the-program";
  stack.environment.REFERRED = "ghp_referred-to-by-the-program";
  await stack.succeed("config", "set", "--secret", "coregit:apiKey", service.coregit.apiKey);
  await stack.succeed("config", "set", "coregit:baseUrl", service.url);
  delete stack.environment.COREGIT_API_KEY;
  await stack.declare({
    written: {
      ...REST,
      repositories: ["acme/written"],
      serviceMappings: [],
      credentials: { token: "$WRITTEN" },
    },
    referred: {
      ...REST,
      repositories: ["acme/referred"],
      serviceMappings: [],
      credentialsFrom: { token: { env: "REFERRED" } },
    },
    ci: { ...NO_TOKEN, accessTokenFrom: { env: "REFERRED" } },
  });
  const secrets: Record<string, string> = {
    written: stack.environment.WRITTEN,
    referred: stack.environment.REFERRED,
    configured: service.coregit.apiKey,
    environment: service.apiKey,
    passphrase: "correct horse",
  };
  const log = join(stack.folder, "grpc.json");
  const shown = async (flags: string[], variables: Record<string, string> = {}) => {
    Object.assign(stack.environment, variables);
    let all = "";
    for (const command of ["up", "refresh", "destroy"])
      all += (await stack.succeed(command, "--yes", "--skip-preview", ...flags)).all;
    for (const file of Object.values(variables)) all += await readFile(file, "utf8").catch(() => "");
    for (const name of Object.keys(variables)) delete stack.environment[name];
    return Object.keys(secrets).filter((name) => all.includes(secrets[name] ?? "?"));
  };
  const found = {
    plain: await shown([]),
    v3: await shown(["-v=3", "--logtostderr"]),
    v9: await shown(["-v=9", "--logtostderr"]),
    debug: await shown(["--debug"]),
    grpc: await shown([], { PULUMI_DEBUG_GRPC: log }),
  };
  // README.md says it: what is referred to, and the environment's keys, are in none of them.
  expect(found).toEqual({
    plain: [],
    v3: ["written"],
    v9: ["written", "configured"],
    debug: ["written"],
    grpc: ["written", "configured"],
  });
});
