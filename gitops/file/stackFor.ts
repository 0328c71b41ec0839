import type { Declarations, DeclaredStack } from "./declarations";

/** What a stack is to have: what a file declares, nothing because its file is gone, or there is a mistake. */
export type Chosen =
  | { readonly stack: DeclaredStack | undefined; readonly problem?: undefined }
  | { readonly problem: string };

/** Says that a stack whose file is gone is to be emptied. */
export const PRUNE = "REPO_CONNECTIONS_PRUNE";

/**
 * The file of a stack: the only one, whatever the stack is called, or the one of its name.
 *
 * @param prune whether a stack without a file is to have nothing: everything in it is deleted then.
 */
export function stackFor({ stacks }: Declarations, name: string, prune: boolean): Chosen {
  const stack = stacks.find((one) => one.name === undefined || one.name === name);
  if (stack !== undefined || prune) return { stack };
  const names = stacks.map((one) => one.name).join(", ") || "none";
  return {
    problem:
      `No file declares the stack ${name}: there is no connections/${name}.yaml. Stacks with a file: ${names}. ` +
      "Select one of them with `pulumi stack select`; or, if the file is gone for good and everything in the stack " +
      `is to be deleted, set ${PRUNE}=true for this command.`,
  };
}
