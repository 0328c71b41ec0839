/** The files that declare connections: reading, checking, adding to them. */
export {
  connectionsOf,
  type Declarations,
  type DeclaredConnection,
  type DeclaredStack,
  declaredAs,
  hostOf,
  placeOf,
} from "./declarations";
export type { Defaults } from "./documentForm";
export { type Doubt, doubtsIn } from "./doubts";
export { appendConnections, type NewConnection } from "./edit";
export { connectionsJsonSchema } from "./jsonSchema";
export { loadDeclarations } from "./load";
export { type SecretUse, secretUses, unmetNeeds } from "./needs";
export { announcing, type NewSecret } from "./newSecret";
export { DeclarationsError, type FileProblem } from "./problems";
export { projectFolder } from "./project";
export { LARGEST_FILE } from "./read";
export type { Reference } from "./references";
export { RENAMES, type Renames, renamesFromText, renamesToText } from "./renames";
export { replaceFile, tryToReplace } from "./replaceFile";
export { type Place, renderPlace } from "./source";
export { PRUNE, stackFor } from "./stackFor";
export { partOf, TARGETS, type Target, targetsFromText, targetsToText } from "./targets";
export { problemsWithWriting } from "./unwritable";
export { inFileWords } from "./words";
