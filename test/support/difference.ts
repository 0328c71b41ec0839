import type { Change, Difference, Note } from "../../provider/contract";
import { changedFields } from "../../provider/core/changes";
import { noteText } from "../../provider/core/notes";

/** A difference by its fields: those that change, those of them that only a replacement changes, and what is said. */
export function byField({ changes, notes }: Difference) {
  return {
    changed: changedFields({ changes }),
    replacing: changedFields({ changes: changes.filter(({ replaces }) => replaces) }),
    notes: notes.map(noteText),
  };
}

/** A difference in these fields. */
export function differenceIn(
  changed: readonly string[],
  replacing: readonly string[] = [],
  notes: readonly Note[] = [],
): Difference {
  const changes = changed.map(
    (field): Change => ({
      path: [field],
      was: [field],
      kind: "update",
      replaces: replacing.includes(field),
      of: "input",
    }),
  );
  return { changes, notes };
}
