/** The files that declare connections: reading, checking, adding to them. */
export {
  connectionsOf,
  type Declarations,
  type DeclaredConnection,
  type DeclaredStack,
  declaredAs,
  hostOf,
  PRUNE,
  placeOf,
  stackFor,
} from "./declarations";
export type { Defaults } from "./documentForm";
export { type Doubt, doubtsIn } from "./doubts";
export { projectFolder } from "./files";
export {
  announcing,
  type NewSecret,
  RENAMES,
  type Renames,
  renamesFromText,
  renamesToText,
} from "./handover";
export { connectionsJsonSchema } from "./jsonSchema";
export { loadDeclarations } from "./load";
export { type SecretUse, type Surroundings, secretUses, unmetNeeds } from "./needs";
export { DeclarationsError, type FileProblem } from "./problems/problems";
export type { Reference } from "./references";
export { partOf, TARGETS, type Target, targetsFromText, targetsToText } from "./targets";
export { inFileWords } from "./words";
export { appendConnections, type NewConnection, problemsWithWriting } from "./write/append";
export { replaceFile, tryToReplace } from "./write/replaceFile";
export { MAX_FILE_BYTES, type Place, renderPlace } from "./yaml/source";
