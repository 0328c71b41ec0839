import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { VERSION } from "../../provider/version";
import { schemaComment } from "../file/schemaComment";

/** What `init` may be told. */
export interface InitOptions {
  /** The name of the Pulumi project. */
  readonly name: string;
  /** Makes a folder of files with one of this name; absent: a single file. */
  readonly stack: string | undefined;
}

/** What became of a file. */
export interface Initialised {
  readonly file: string;
  /** `false`: it was there, and is as it was. */
  readonly written: boolean;
}

/** Writes what a project needs into a folder. A file that is there stays as it is. */
export async function init(folder: string, { name, stack }: InitOptions): Promise<Initialised[]> {
  const connections = stack === undefined ? "connections.yaml" : `connections/${stack}.yaml`;
  const files = [
    ["package.json", packageJson(name)],
    ["Pulumi.yaml", pulumiYaml(name)],
    ["index.js", PROGRAM],
    [connections, connectionsYaml(connections)],
    [".gitignore", "node_modules/\n"],
  ] as const;
  const done: Initialised[] = [];
  for (const [file, text] of files) done.push(await writeNew(folder, file, text));
  return done;
}

async function writeNew(folder: string, file: string, text: string): Promise<Initialised> {
  const path = join(folder, file);
  await mkdir(dirname(path), { recursive: true });
  try {
    await writeFile(path, text, { flag: "wx" });
    return { file, written: true };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return { file, written: false };
    throw error;
  }
}

function packageJson(name: string): string {
  const dependencies = { "@pulumi/pulumi": "^3.216.0", "pulumi-repo-connections": `^${VERSION}` };
  return `${JSON.stringify({ name, private: true, dependencies }, null, 2)}\n`;
}

function pulumiYaml(name: string): string {
  return `name: ${name}
description: The connections through which SigSentry and Coregit read our code
runtime:
  name: nodejs
  options:
    typescript: false
main: index.js
options:
  # Read the services before every preview and update, so that a plain \`pulumi preview\` shows drift.
  refresh: always
`;
}

const PROGRAM = `// Declares what the connections file says: \`pulumi up\` does what \`repo-connections apply\` does.
require("pulumi-repo-connections/gitops");
`;

function connectionsYaml(file: string): string {
  return `${schemaComment(file)}
# The connections through which SigSentry and Coregit read our code. Credentials stand here by reference only:
# { env: NAME } is a variable of the environment, { file: PATH } a file, { config: name } a secret of the Pulumi stack.
#
#   payments:
#     platform: github
#     credentials: { token: { env: GITHUB_TOKEN } }
#     repositories: [acme/payments, acme/ledger]
#     serviceMappings:
#       - { serviceName: payments-api, repo: acme/payments, pathPrefix: services/api }
sigsentry: {}

#   sync: { provider: github, label: acme robot, accessToken: { env: GITHUB_TOKEN }, verify: true }
coregit: {}
`;
}
