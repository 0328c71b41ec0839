import { type Dirent, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Findings } from "./findings";

/** The one file of a project with one stack. */
export const ONE_FILE = "connections.yaml";

/** The folder of a project with several. */
export const FOLDER = "connections";

/** What holds for every file of the folder. */
const DEFAULTS = "_defaults.yaml";

/** Pulumi's own rule. */
const STACK_NAME = /^[A-Za-z0-9_.-]{1,100}$/;

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
  const hasFile = existsSync(join(folder, ONE_FILE));
  const hasFolder = existsSync(join(folder, FOLDER));
  if (hasFile && hasFolder) {
    findings.reportFile(
      ONE_FILE,
      `stands beside the folder ${FOLDER}/; a project has one or the other`,
      `Move it into the folder, as ${FOLDER}/NAME.yaml with NAME its stack, or take one of them away.`,
    );
    return NONE;
  }
  if (hasFile) return { ...NONE, declaring: [{ file: ONE_FILE, name: undefined }] };
  if (hasFolder) return filesIn(folder, findings);
  const message = `is not there, and no folder ${FOLDER}/ either`;
  findings.reportFile(
    ONE_FILE,
    message,
    `Make one with \`repo-connections init\`; this was looked for in ${folder}.`,
  );
  return NONE;
}

function filesIn(folder: string, findings: Findings): ProjectFiles {
  const names = entriesOf(folder, findings).map(({ name }) => name);
  const visible = names.filter((name) => !name.startsWith(".")).sort();
  for (const name of visible.filter((name) => /\.ya?ml$/i.test(name) && !name.endsWith(".yaml")))
    findings.reportFile(`${FOLDER}/${name}`, "is not read: its name must end in .yaml");
  const declaring = visible
    .filter((name) => name.endsWith(".yaml") && name !== DEFAULTS)
    .map((name) => ({ file: `${FOLDER}/${name}`, name: name.slice(0, -".yaml".length) }));
  for (const { file, name } of declaring)
    if (!STACK_NAME.test(name)) findings.reportFile(file, STACK_NAME_MESSAGE);
  return { defaults: visible.includes(DEFAULTS) ? `${FOLDER}/${DEFAULTS}` : undefined, declaring };
}

const STACK_NAME_MESSAGE =
  "is no name for a stack: before .yaml, Pulumi takes 1 to 100 letters, digits, dots, hyphens and underscores";

function entriesOf(folder: string, findings: Findings): Dirent[] {
  try {
    return readdirSync(join(folder, FOLDER), { withFileTypes: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    const message = code === "ENOTDIR" ? "must be a folder" : `cannot be read (${code})`;
    findings.reportFile(FOLDER, message);
    return [];
  }
}
