import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { readTextFile } from "../../provider/files/regularFile";
import { KINDS, type Kind } from "../../provider/kinds/names";
import { projectFileIn } from "../file/files";
import { readProjectFile } from "../file/pulumiFile";
import type { HostOf } from "../kinds/resource";

/** What declares the connections of a file in a program: this package's own entry for that. */
export const DECLARES = "pulumi-repo-connections/gitops";

/** The largest program that is looked into, in bytes. */
const MAX_BYTES = 1024 * 1024;

/** What is of interest in a `Pulumi.yaml`. */
const projectSchema = z.looseObject({
  runtime: z
    .union([z.string(), z.looseObject({ name: z.string() }).transform(({ name }) => name)])
    .optional()
    .catch(undefined),
  main: z.string().optional().catch(undefined),
  plugins: z
    .looseObject({ providers: z.array(z.looseObject({ name: z.string() })) })
    .optional()
    .catch(undefined),
});

type Project = z.output<typeof projectSchema>;

/**
 * Who manages the connections of a project's files: the plugin where the project says where that is, so that `pulumi`
 * finds it too.
 */
export function hostsIn(folder: string): HostOf {
  const onPlugin = namedPlugins(readProjectFile(folder, projectSchema));
  return (kind) => (onPlugin.includes(kind) ? "plugin" : "dynamic");
}

function namedPlugins(project: Project | undefined): Kind[] {
  const providers = project?.plugins?.providers ?? [];
  return KINDS.filter((kind) => providers.some(({ name }) => name === kind));
}

/**
 * The folder of a project's program, where the command can do in its own process what that does: it declares what the
 * files say and nothing else, and plugins manage that. `undefined`: it cannot, or that cannot be told.
 */
export function folderOfPlainProgram(folder: string): string | undefined {
  if (projectFileIn(folder) === undefined) return folder;
  const project = readProjectFile(folder, projectSchema);
  if (project?.runtime !== "nodejs" || namedPlugins(project).length < KINDS.length) return undefined;
  try {
    const program = createRequire(join(folder, "_")).resolve(resolve(folder, project.main ?? "."));
    return isPlain(readTextFile(program, MAX_BYTES)) ? dirname(program) : undefined;
  } catch {
    return undefined;
  }
}

const COMMENTS = /^\s*\/\/.*$|\/\*[\s\S]*?\*\//gm;

const ONLY_DECLARES = new RegExp(
  `^(?:["']use strict["'];?\\s*)?(?:require\\((["'])${DECLARES}\\1\\)|import\\s*(["'])${DECLARES}\\2);?$`,
);

function isPlain(program: string): boolean {
  return ONLY_DECLARES.test(program.replace(COMMENTS, "").trim());
}
