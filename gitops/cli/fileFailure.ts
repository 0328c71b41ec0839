import { sentence } from "../../provider/text/quote";
import { messageOf } from "../commands/pulumiWords";

/**
 * Writes a file as a whole or not at all.
 *
 * @throws Error for whoever named the file.
 */
export async function writeFile(file: string, text: string): Promise<void> {
  const { replaceFile } = await import("../file/index.js");
  try {
    await replaceFile(file, text);
  } catch (error) {
    throw fileFailure(file, "written", error);
  }
}

const WORDS: ReadonlyMap<string, string> = new Map([
  ["EACCES", "it is not permitted"],
  ["EEXIST", "something else of that name is there"],
  ["EISDIR", "it is a folder"],
  ["ENAMETOOLONG", "its name is too long"],
  ["ENOENT", "it, or the folder it is in, is not there"],
  ["ENOTDIR", "part of its path is no folder"],
  ["EPERM", "it is not permitted"],
  ["EROFS", "the disk is read-only"],
]);

/** A failure of the system's with a file, for whoever named the file. */
export function fileFailure(file: string, what: "read" | "written", error: unknown): Error {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = sentence(WORDS.get(code) ?? messageOf(error));
  return new Error(`${file} cannot be ${what}: ${reason}`, { cause: error });
}
