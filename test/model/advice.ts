import type { Properties } from "../../provider/contract";

/** The id of the connection that a message says to adopt, if it says so. */
export function adviceIn(message: string): string | undefined {
  return /declare adopt: "([^"]+)"/.exec(message)?.[1];
}

/** What is declared by whoever takes over the connection that a message names. */
export function adoptAsAdvised(declared: Properties, message: string): Properties {
  const adopt = adviceIn(message);
  if (adopt === undefined) throw new Error(`nothing to adopt is named: ${message}`);
  return { ...declared, adopt };
}
