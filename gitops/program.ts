/** The Pulumi program: declares every connection of the stack's file. */
import * as pulumi from "@pulumi/pulumi";
import { visibleLines } from "../provider/text/visible";
import {
  connectionsOf,
  type Declarations,
  DeclarationsError,
  type DeclaredStack,
  loadDeclarations,
  PRUNE,
  partOf,
  projectFolder,
  RENAMES,
  renamesFromText,
  stackFor,
  TARGETS,
  targetsFromText,
  unmetNeeds,
} from "./file";
import { Arguments } from "./file/arguments";
import { RESOURCES } from "./kinds/resources";

const declarations = load();
const chosen = stackFor(declarations, pulumi.getStack(), process.env[PRUNE] === "true");
if (chosen.problem !== undefined) throw refusal(chosen.problem);
if (chosen.stack !== undefined) declare(chosen.stack, declarations.folder);

/** Pulumi shows a `RunError` without a stack trace, which would only hide what is wrong. */
function refusal(message: string): Error {
  return new pulumi.RunError(visibleLines(message).join("\n"));
}

function load(): Declarations {
  const folder = projectFolder(process.cwd());
  if (folder === undefined) throw refusal("There is no Pulumi.yaml in this folder or above it.");
  try {
    return loadDeclarations(folder);
  } catch (error) {
    if (error instanceof DeclarationsError) throw refusal(error.message);
    throw error;
  }
}

function declare(stack: DeclaredStack, folder: string): void {
  const args = new Arguments(folder, stack.project);
  // Of what the engine leaves alone, nothing is read: neither a secret nor the settings of its service.
  const unmet = unmetNeeds(partOf(stack, targetsFromText(process.env[TARGETS])), args);
  if (unmet !== undefined) throw refusal(unmet);
  const renames = renamesFromText(process.env[RENAMES]);
  for (const { kind, name, declared } of connectionsOf(stack)) {
    const former = declared.renamedFrom ?? renames[kind][name];
    RESOURCES[kind].declare(name, declared, args, formerly(former));
  }
}

/** By an alias, a connection goes on with what was recorded under another name. */
function formerly(name: string | undefined): pulumi.CustomResourceOptions | undefined {
  return name === undefined ? undefined : { aliases: [{ name }] };
}
