import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { KINDS, type Kind } from "../../provider/kinds/names";
import { engineEnvironment } from "../../tools/engine";
import { run, runWell } from "../support/command";
import { temporaryFolder } from "../support/install";

let folder: string;

beforeAll(async () => {
  folder = await temporaryFolder();
  return () => rm(folder, { recursive: true, force: true });
});

const answer = z.object({ schema: z.string(), modules: z.number() });

/** The schema as the installed package answers with it, and how many modules that has loaded. */
async function told(kind: Kind): Promise<z.output<typeof answer>> {
  const { installed } = inject("prepared");
  const module = join(installed, "node_modules/pulumi-repo-connections/dist/provider/hosts/plugin/schema");
  const { stdout } = await runWell(
    process.execPath,
    [
      "-p",
      `const schema = require(process.argv[1]).schemaOf(process.argv[2]); JSON.stringify({ schema, modules: Object.keys(require.cache).length })`,
      module,
      kind,
    ],
    { cwd: folder, env: {} },
  );
  return answer.parse(JSON.parse(stdout));
}

/** Has Pulumi check a schema: its form, its references, and what each language asks of it. */
async function checked(schema: string) {
  const file = join(folder, "schema.json");
  await writeFile(file, schema);
  const { engine } = inject("prepared");
  const env = engineEnvironment(engine, { home: folder, backendDir: folder, passphrase: "" });
  return run(engine.command, ["schema", "check", file, "--color=never"], { cwd: folder, env });
}

describe.each(KINDS)("the package schema of %s", (kind) => {
  it("is one to Pulumi, which has nothing to say of it", async () => {
    const { schema } = await told(kind);
    expect(await checked(schema)).toEqual({ exitCode: 0, stdout: "", stderr: "", all: "" });
  });

  it.each([
    [
      "a type that there is not",
      `"$ref": "#/types/${kind}:index:SecretSource"`,
      `"$ref": "#/types/${kind}:index:Nothing"`,
    ],
    ["a kind of value that there is not", '"type": "boolean"', '"type": "yes or no"'],
    ["a required field that there is not", '"requiredInputs": [', '"requiredInputs": ["nothing", '],
  ])("would be refused with %s", async (_, written, broken) => {
    const { schema } = await told(kind);
    expect(schema).toContain(written);
    expect(await checked(schema.replaceAll(written, broken))).toMatchObject({ exitCode: 1 });
  });

  it("is told by a module that loads no other", async () => {
    expect(await told(kind)).toMatchObject({ modules: 1 });
  });
});
