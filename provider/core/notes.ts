import type { Note } from "../contract";

/** A note as one line, where nothing but a line can be shown. */
export function noteText({ severity, message, id }: Note): string {
  return `${id === undefined ? "" : `${id}: `}${severity === "warning" ? "warning: " : ""}${message}`;
}
