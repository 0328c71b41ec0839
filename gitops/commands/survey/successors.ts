import type { RecordedConnection, WantedConnection } from "./connections";
import { isForGuessing, isOneProject, type Renaming } from "./renames";

/**
 * What to say of a connection that is new and one that is gone, where they could be one that was renamed and changed at
 * once: one of each, of one kind and to one host. Nothing is taken for a rename by that alone.
 */
export function notesOnSuccessors({ begun, gone }: Renaming): string[] {
  return begun.filter(isForGuessing).flatMap((now) => {
    const [former, ...formers] = gone.filter((one) => isComparable(now, one));
    const others = begun.filter((one) => former && one !== now && isComparable(one, former));
    if (former === undefined || formers.length + others.length > 0) return [];
    return [
      `${now.name} is new, and ${former.name} is no longer declared. If the one became the other, write \`renamedFrom: ${former.name}\` in ${now.name}: then nothing is deleted.`,
    ];
  });
}

/**
 * What to say of a connection that is new and has the name of one that is gone from another stack: it may have moved and
 * changed at once. Nothing is taken for a move by that alone.
 */
export function notesOnNamesakes(
  begun: readonly WantedConnection[],
  elsewhere: readonly RecordedConnection[],
) {
  return begun.filter(isForGuessing).flatMap((now) => {
    const former = elsewhere.find((one) => one.name === now.name && isComparable(now, one));
    if (former === undefined) return [];
    return [
      `${now.name} is new in ${now.file}, and ${former.name} of stack ${former.stack} is no longer declared. If it moved, have its record moved first: then nothing is deleted. \`pulumi state move --source ${former.stack} --dest ${now.stack} --yes '${former.urn}'\``,
    ];
  });
}

function isComparable(now: WantedConnection, former: RecordedConnection): boolean {
  const isToOneHost = now.host !== undefined && now.host === former.host;
  return now.kind === former.kind && isToOneHost && isOneProject(now, former);
}
