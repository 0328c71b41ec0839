import { resolve } from "node:path";
import { z } from "zod";
import type { Place } from "../contract";
import { type FileContent, readRegularFile } from "../files/regularFile";
import { withoutSecrets } from "../text/redact";
import { isFreeVariable, NOT_FREE } from "./reserved";

/** A file that holds one credential is never larger than this, in bytes. */
const MAX_FILE_BYTES = 64 * 1024;

const SHAPE = 'must be { env: "NAME" } or { file: "PATH" }';

/** Whether a text is no credential, put where it would stand in the state for all to read. */
export const isNoCredential = (text: string) => withoutSecrets(text) === text;

const name = z
  .string()
  .refine(isNoCredential, "must be the variable's name, and is a credential itself")
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable: letters, digits and _")
  .refine(isFreeVariable, NOT_FREE);

const path = z
  .string()
  .min(1, "is empty")
  .refine(isNoCredential, "must be the file's path, and is a credential itself");

/** Where a secret value is read when it is needed: an environment variable or a file of the machine that runs `pulumi`. */
export const secretSource = z.union([z.strictObject({ env: name }), z.strictObject({ file: path })], SHAPE);

/** What a state may hold of it: earlier versions took any name. */
export const recordedSource = z.union([
  z.strictObject({ env: z.string() }),
  z.strictObject({ file: z.string() }),
]);

/** {@link secretSource} as a type. */
export type SecretSource = z.output<typeof secretSource>;

/** A source that gives no value. */
export class SourceError extends Error {
  override readonly name = "SourceError";
}

/** Of a process that serves one program only. */
export const OF_PROCESS: Place = {
  environment: process.env,
  get folder() {
    return process.cwd();
  },
};

/**
 * Reads the value that a source names. Of a file, one line break at its end is no part of the value.
 *
 * @throws SourceError when there is no value; its message tells the name, never a value.
 */
export function readSecret(source: SecretSource, { environment, folder }: Place = OF_PROCESS): string {
  if ("file" in source) return readFile(source.file, folder);
  const value = environment[source.env];
  if (value) return value;
  const found = value === undefined ? "not set" : "empty";
  throw new SourceError(`the environment variable ${source.env} is ${found} where pulumi runs`);
}

function readFile(file: string, folder: string): string {
  const value = contentOf(file, folder).replace(/\r?\n$/, "");
  if (value === "") throw new SourceError(`the file ${file} is empty`);
  return value;
}

function contentOf(file: string, folder: string): string {
  const content = regularFile(file, resolve(folder, file));
  if ("bytes" in content) return content.bytes.toString("utf8");
  if (content.is === "too large")
    throw new SourceError(`the file ${file} is larger than a credential can be`);
  throw new SourceError(`${file} is ${content.is}; a credential is read from a regular file only`);
}

function regularFile(file: string, absolute: string): FileContent {
  try {
    return readRegularFile(absolute, MAX_FILE_BYTES);
  } catch (error) {
    throw new SourceError(
      `the file ${file} cannot be read (${codeOf(error)}); it was looked for at ${absolute}`,
    );
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
}
