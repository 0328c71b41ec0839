import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import type { Findings } from "./problems/findings";

/** The one file of a project with one stack, and what else it may be called. */
export const ONE_FILE = ["connections.yaml", "connections.yml"] as const;

/** The folder of a project with several. */
export const FOLDER = "connections";

const READ = /\.ya?ml$/;

/** What somebody may expect to be read. */
const LIKE_READ = /\.(ya?ml|json)$/i;

/** What holds for every file of the folder. */
const DEFAULTS = "_defaults";

/** Pulumi's own rule, but that a name with a hyphen first would be one of its flags. */
const STACK_NAME = /^(?!-)[A-Za-z0-9_.-]{1,100}$/;

/** A file of a project. */
export interface DeclaringFile {
  /** From the project's folder, with forward slashes. */
  readonly file: string;
  /** The stack's name; `undefined`: any. */
  readonly name: string | undefined;
}

/** The files of a project. */
export interface ProjectFiles {
  readonly defaults: string | undefined;
  /** Sorted. */
  readonly declaring: readonly DeclaringFile[];
}

const NONE: ProjectFiles = { defaults: undefined, declaring: [] };

/** Finds a project's files: one, or a folder of them. */
export function findFiles(folder: string, findings: Findings): ProjectFiles {
  const [file, ...others] = ONE_FILE.filter((name) => existsSync(join(folder, name)));
  const hasFolder = existsSync(join(folder, FOLDER));
  if (file === undefined) return hasFolder ? filesIn(folder, findings) : nothingIn(folder, findings);
  if (!hasFolder && others.length === 0) return { ...NONE, declaring: [{ file, name: undefined }] };
  if (hasFolder)
    findings.reportFile(
      file,
      `stands beside the folder ${FOLDER}/; a project has one or the other`,
      `Move it into the folder, as ${FOLDER}/NAME.yaml with NAME its stack, or take one of them away.`,
    );
  else findings.reportFile(file, `stands beside ${others.join()}; a project has one of them`);
  return NONE;
}

function nothingIn(folder: string, findings: Findings): ProjectFiles {
  const all = existsSync(folder) ? readdirSync(folder) : [];
  const similar = all.find((name) => LIKE_READ.test(name) && /^connections\./i.test(name));
  findings.reportFile(
    ONE_FILE[0],
    `is not there, and no folder ${FOLDER}/ either`,
    similar === undefined
      ? `Make one with \`repo-connections init\`; this was looked for in ${folder}.`
      : `There is ${similar}: rename it to ${ONE_FILE[0]}.`,
  );
  return NONE;
}

function filesIn(folder: string, findings: Findings): ProjectFiles {
  const all = visibleIn(folder, findings);
  const direct = all.filter((path) => !path.includes("/"));
  reportSubfolders(all, findings);
  for (const name of direct.filter((path) => LIKE_READ.test(path) && !READ.test(path)))
    findings.reportFile(
      `${FOLDER}/${name}`,
      "is not read: its name must end in .yaml or .yml",
      name.endsWith(".json") ? "JSON is YAML, too: it is enough to rename the file." : undefined,
    );
  const files = new Map<string, string>();
  for (const path of direct.filter((path) => READ.test(path))) {
    const file = `${FOLDER}/${path}`;
    const name = path.replace(READ, "");
    const first = files.get(name);
    // Its contents would seem to be another file's, of which it is a copy, say.
    if (!STACK_NAME.test(name)) findings.reportFile(file, STACK_NAME_MESSAGE);
    else if (first !== undefined) findings.reportFile(file, `stands beside ${first}; a stack has one file`);
    else files.set(name, file);
  }
  const declaring = Array.from(files, ([name, file]) => ({ file, name }));
  return {
    defaults: files.get(DEFAULTS),
    declaring: declaring.filter(({ name }) => name !== DEFAULTS),
  };
}

const STACK_NAME_MESSAGE =
  "is no name for a stack: before .yaml it has 1 to 100 letters, digits, dots, hyphens and underscores, and no hyphen first";

/** What is in subfolders is a mistake, and to leave it out in silence would be another. */
function reportSubfolders(all: readonly string[], findings: Findings): void {
  const misplaced = new Map<string, string>();
  for (const path of all.filter((one) => LIKE_READ.test(one))) {
    const [subfolder = "", ...rest] = path.split("/");
    if (rest.length > 0 && !misplaced.has(subfolder)) misplaced.set(subfolder, rest.join("/"));
  }
  for (const [subfolder, path] of misplaced)
    findings.reportFile(
      `${FOLDER}/${subfolder}`,
      `is a folder with files that are not read, ${path} for one`,
      `Move them to ${FOLDER}/ itself: each is a stack of its own, with the file's name.`,
    );
}

/** What is in the folder and its subfolders, with forward slashes, sorted; hidden files left out. */
function visibleIn(folder: string, findings: Findings): string[] {
  try {
    return readdirSync(join(folder, FOLDER), { recursive: true, encoding: "utf8" })
      .map((path) => path.replaceAll(sep, "/"))
      .filter((path) => !path.split("/").some((part) => part.startsWith(".")))
      .sort();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    const message = code === "ENOTDIR" ? "must be a folder" : `cannot be read (${code})`;
    findings.reportFile(FOLDER, message);
    return [];
  }
}

/** What Pulumi takes for a project, and what is written first. */
const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"] as const;

/** The name of the file that makes a folder a Pulumi project; `undefined`: there is none. */
export function projectFileIn(folder: string): string | undefined {
  return PROJECT_FILES.find((name) => existsSync(join(folder, name)));
}

/** The folder of the Pulumi project that a folder belongs to: the nearest with a `Pulumi.yaml`, itself included. */
export function projectFolder(start: string): string | undefined {
  if (projectFileIn(start) !== undefined) return start;
  const parent = dirname(start);
  return parent === start ? undefined : projectFolder(parent);
}

/**
 * What a project is called after its folder. Two projects of one name would share their stacks, where they share what
 * keeps them.
 */
export function projectNameFor(folder: string): string {
  const letters = basename(folder).normalize("NFKD").replace(/\p{M}/gu, "");
  const name = letters.replace(/[^A-Za-z0-9_.-]+/g, "-").slice(0, 100);
  return name.replace(/^[-.]+|[-.]+$/g, "") || "repo-connections";
}

/** Tells editors the form of a file, by the schema that the package brings along. */
export function schemaComment(file: string): string {
  const up = "../".repeat(file.split("/").length - 1) || "./";
  return `# yaml-language-server: $schema=${up}node_modules/pulumi-repo-connections/gitops/schema/connections.json`;
}
