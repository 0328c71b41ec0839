/** The files that declare connections: reading, checking, adding to them. */
export type { CoregitDeclaration } from "./coregitForm";
export { type Declarations, type DeclaredStack, placeOf } from "./declarations";
export type { Defaults } from "./documentForm";
export { appendConnections, type NewConnection } from "./edit";
export { connectionsJsonSchema } from "./jsonSchema";
export { loadDeclarations } from "./load";
export { type SecretUse, secretUses, unmetNeeds } from "./needs";
export { announcing, type NewSecret } from "./newSecret";
export { DeclarationsError, type FileProblem } from "./problems";
export { projectFolder } from "./project";
export type { Reference } from "./references";
export { RENAMES, type Renames, renamesFromText, renamesToText } from "./renames";
export { replaceFile } from "./replaceFile";
export type { SigsentryDeclaration } from "./sigsentryForm";
export { type Place, renderPlace } from "./source";
export { PRUNE, stackFor } from "./stackFor";
export { problemsWithWriting } from "./unwritable";
export { inFileWords } from "./words";
