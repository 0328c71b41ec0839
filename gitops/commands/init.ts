import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { z } from "zod";
import { insteadOfFile, readTextFile } from "../../provider/files/regularFile";
import { KINDS } from "../../provider/kinds/names";
import { VERSION } from "../../provider/version";
import { FOLDER, ONE_FILE, projectFileIn, schemaComment } from "../file/files";
import { DECLARES, hostsIn } from "../program/project";

/** What `init` may be told. */
export interface InitOptions {
  /** The name of the Pulumi project. */
  readonly name: string;
  /** Makes a folder of files with one of this name; absent: a single file. */
  readonly stack: string | undefined;
}

/** What became of a file. */
export interface InitialisedFile {
  readonly file: string;
  /** `false`: it was there, and is as it was. */
  readonly written: boolean;
}

/** What became of a folder. */
export interface Initialised {
  readonly files: readonly InitialisedFile[];
  /** What is left to do until the first plan. */
  readonly next: readonly string[];
}

/** What a project needs installed, and from which version on. */
const DEPENDENCIES = { "@pulumi/pulumi": "^3.216.0", "pulumi-repo-connections": `^${VERSION}` };

/** Where it is said how a project names its plugins. */
const PLUGIN_LINES = "docs/hosts.md of the package says how";

/**
 * Writes what a project needs into a folder. A file that is there stays as it is.
 *
 * @throws Error where a folder of files is asked for and a single one is there, or something else than a file has the
 * name of one; nothing is written then.
 */
export async function init(folder: string, { name, stack }: InitOptions): Promise<Initialised> {
  const connections = connectionsFile(folder, stack);
  const names = ["package.json", projectFileIn(folder) ?? "Pulumi.yaml", "index.js", ".gitignore"];
  refuseNoFiles(folder, connections === undefined ? names : [...names, connections]);
  const manifest = await readManifest(folder);
  const files = [
    ["package.json", packageJson()],
    [projectFileIn(folder) ?? "Pulumi.yaml", pulumiYaml(name, pluginsFor(folder))],
    ["index.js", programFor(manifest?.type)],
    ...(connections === undefined ? [] : ([[connections, connectionsYaml(connections)]] as const)),
    [".gitignore", "node_modules/\n"],
  ] as const;
  const done: InitialisedFile[] = [];
  for (const [file, text] of files) done.push(await writeNew(folder, file, text));
  const hasPlugins = KINDS.every((kind) => hostsIn(folder)(kind, []) === "plugin");
  const program = readTextFile(join(folder, "index.js"), MAX_READ_BYTES);
  return {
    files: done,
    next: [
      install(manifest),
      ...(program.includes(DECLARES) ? [] : [`load \`${DECLARES}\` in index.js, which was there`]),
      ...(hasPlugins ? [] : [`name the plugins in Pulumi.yaml, which was there (${PLUGIN_LINES})`]),
      "declare connections",
      "`npx repo-connections plan`",
    ],
  };
}

/** Which file to declare connections in; `undefined`: there is a folder of them already. */
function connectionsFile(folder: string, stack: string | undefined): string | undefined {
  const thereOf = (...names: readonly string[]) => names.find((name) => existsSync(join(folder, name)));
  const single = thereOf(...ONE_FILE);
  if (thereOf(FOLDER) && insteadOfFile(join(folder, FOLDER)) !== "a folder")
    throw new Error(`${join(folder, FOLDER)} is not a folder; nothing was written.`);
  if (stack === undefined) return thereOf(FOLDER) ? undefined : (single ?? ONE_FILE[0]);
  const file = `${FOLDER}/${stack}.yaml`;
  if (single === undefined) return thereOf(file, `${FOLDER}/${stack}.yml`) ?? file;
  throw new Error(
    `${single} is there, and a project has either that or a folder: move it to ${file} first, if its stack is called ${stack}.`,
  );
}

/** A file that is there is kept, and some are read: a pipe would be waited for, and of a folder nothing would come. */
function refuseNoFiles(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const path = join(folder, name);
    const is = insteadOfFile(path);
    if (is !== undefined) throw new Error(`${path} is ${is}, not a file; nothing was written.`);
  }
}

/** Of what is there already, in bytes. */
const MAX_READ_BYTES = 1024 * 1024;

const manifestSchema = z.looseObject({
  type: z.string().optional(),
  dependencies: z.record(z.string(), z.unknown()).default({}),
  devDependencies: z.record(z.string(), z.unknown()).default({}),
});

type Manifest = z.output<typeof manifestSchema>;

/** The `package.json` that is there, if one is. */
async function readManifest(folder: string): Promise<Manifest | undefined> {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  try {
    return manifestSchema.parse(JSON.parse(readTextFile(file, MAX_READ_BYTES)));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON; nothing was written.`, { cause: error });
  }
}

function install(manifest: Manifest | undefined): string {
  const declared = { ...manifest?.dependencies, ...manifest?.devDependencies };
  const missing = Object.keys(DEPENDENCIES).filter((name) => !(name in declared));
  return manifest === undefined || missing.length === 0 ? "npm install" : `npm install ${missing.join(" ")}`;
}

async function writeNew(folder: string, file: string, text: string): Promise<InitialisedFile> {
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

/** Without a name: npm has rules for it that Pulumi's project need not follow. */
function packageJson(): string {
  return `${JSON.stringify({ private: true, dependencies: DEPENDENCIES }, null, 2)}\n`;
}

/** Where npm puts this package's plugins for a folder: in a workspace that may be further up. */
function pluginsFor(folder: string): string {
  const found = createRequire(join(folder, "_"))
    .resolve.paths("pulumi-repo-connections")
    ?.map((modules) => join(modules, ".bin"))
    .find((bin) => KINDS.every((kind) => existsSync(join(bin, `pulumi-resource-${kind}`))));
  return found === undefined ? "node_modules/.bin" : relative(folder, found).replaceAll(sep, "/");
}

function pulumiYaml(name: string, plugins: string): string {
  return `name: ${name}
description: The connections through which SigSentry and Coregit read our code
runtime:
  name: nodejs
  options:
    typescript: false
main: index.js
plugins:
  # Where \`pulumi\` finds what manages the connections.
  providers:
    - name: sigsentry
      path: ${plugins}
    - name: coregit
      path: ${plugins}
options:
  # Read the services before every preview and update, so that a plain \`pulumi preview\` shows drift.
  refresh: always
`;
}

/** @param type the package's: an ES module has no `require`. */
function programFor(type: string | undefined): string {
  const load = type === "module" ? `import "${DECLARES}";` : `require("${DECLARES}");`;
  return `// Declares what the connections file says: \`pulumi up\` does what \`repo-connections apply\` does.\n${load}\n`;
}

function connectionsYaml(file: string): string {
  return `${schemaComment(file)}
# The connections through which SigSentry and Coregit read our code. Credentials stand here by reference only:
# { env: NAME } is a variable of the environment, { file: PATH } a file, { config: name } a secret of the Pulumi stack.
# For an example, remove the "# " at the start of each line below.

sigsentry:
#   payments:
#     platform: github
#     credentials: { token: { env: GITHUB_TOKEN } }
#     repositories: [acme/payments, acme/ledger]
#     serviceMappings:
#       - { serviceName: payments-api, repo: acme/payments, pathPrefix: services/api }

coregit:
#   sync: { provider: github, label: acme robot, accessToken: { env: GITHUB_TOKEN }, verify: true }
`;
}
