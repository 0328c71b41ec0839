import type { Properties } from "../../provider/contract";

/** What is declared by whoever takes over the connection that a message names. */
export function adoptAsAdvised(declared: Properties, message: string): Properties {
  const adopt = /declare adopt: "([^"]+)"/.exec(message)?.[1];
  if (adopt === undefined) throw new Error(`nothing to adopt is named: ${message}`);
  return { ...declared, adopt };
}
