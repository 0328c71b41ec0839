import { readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, inject } from "vitest";
import { test } from "../support/fixtures";
import { PACKAGE_ROOT } from "../support/install";

const PAGE = readFileSync(join(PACKAGE_ROOT, "docs/hosts.md"), "utf8");

/** The code blocks of one language, in order. */
function blocks(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(
    ([, text = ""]) => text,
  );
}

const [, withProvider = ""] = blocks("ts");
const [plugins = ""] = blocks("yaml");

test("the page's program runs with the page's lines of Pulumi.yaml", async ({ service, newStack }) => {
  const stack = await newStack({ host: "plugin", program: "" });
  await symlink(join(inject("prepared").installed, "node_modules"), join(stack.project, "node_modules"));
  await stack.write("Pulumi.yaml", `name: test\nruntime: nodejs\nmain: index.ts\n${plugins}`);
  await stack.write("index.ts", withProvider.replace('"prj_acme"', JSON.stringify(service.projectId)));
  stack.environment.REPO_CONNECTIONS_ALLOWED_HOSTS = new URL(service.url).host;
  for (const [key, value = ""] of [
    ["acmeKey", service.apiKey],
    ["githubToken", stack.environment.GITHUB_TOKEN],
  ])
    await stack.succeed("config", "set", "--secret", `test:${key}`, value);
  delete stack.environment.SIGSENTRY_API_KEY;
  await stack.up();
  expect(await service.connections()).toMatchObject([{ repositories: ["acme/payments"] }]);
  await stack.succeed("preview", "--expect-no-changes");
});
