/** The Pulumi program: declares every connection of the stack's file. */
import { OF_PROCESS } from "../provider/secrets/source";
import { type Declarations, DeclarationsError, loadDeclarations, projectFolder } from "./file";
import { declareConnections, refusal } from "./program/declare";
import { hostsIn } from "./program/project";

const declarations = load();
declareConnections(declarations, hostsIn(declarations.folder), OF_PROCESS);

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
