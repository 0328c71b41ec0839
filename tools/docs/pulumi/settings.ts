import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A setting as the README tells it. */
export interface Setting {
  readonly variable: string;
  readonly description: string;
}

/**
 * A setting by its key, `sigsentry:apiKey`, from the README's table.
 *
 * @throws Error when it does not stand there.
 */
export function settingIn(readme: string, key: string): Setting {
  const [, variable, description] =
    new RegExp(`^\\| \`${key}\` +\\| \`(\\w+)\` +\\| (.*?) +\\|$`, "m").exec(readme) ?? [];
  if (variable === undefined || description === undefined)
    throw new Error(`README.md's table of settings has no ${key}`);
  return { variable, description };
}

/** The README as it is. */
export const readme = () => readFileSync(join(__dirname, "../../../README.md"), "utf8");
