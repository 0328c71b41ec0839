import { byKind } from "../../../provider/kinds/names";
import type { Renames } from "../../file";
import { keyOf, type RecordedConnection, type SurveyedStack, type WantedConnection } from "./connections";
import { areAlike, type Likeness, likenessInWords } from "./likeness";

/** What separates a stack's state from its file, by name. */
export interface Renaming {
  /** What connections were called before, by their new names. */
  readonly renames: Renames;
  /** Declared, and not recorded under any name. */
  readonly begun: readonly WantedConnection[];
  /** Recorded, and not declared any more under any name. */
  readonly gone: readonly RecordedConnection[];
  /** What could be a rename, and need not be one. */
  readonly problems: readonly string[];
}

/**
 * Tells renames from creations and deletions: by `renamedFrom`, by an id in `adopt`, or by there being one connection
 * gone and one new that are alike.
 */
export function renamesIn({ recorded, declared }: SurveyedStack): Renaming {
  const names = new Set(declared.map(keyOf));
  const known = new Set(recorded.map(keyOf));
  const gone = new Set(recorded.filter((one) => !names.has(keyOf(one))));
  const begun = new Set(declared.filter((one) => !known.has(keyOf(one))));
  const renames = byKind(() => new Map<string, string>());
  const pair = (now: WantedConnection, former: RecordedConnection) => {
    renames[now.kind].set(now.name, former.name);
    gone.delete(former);
    begun.delete(now);
  };
  for (const now of [...begun]) {
    const former = [...gone].find((one) => isSaidToBe(now, one));
    if (former) pair(now, former);
  }
  const unclear = new Set<WantedConnection>();
  for (const now of [...begun].filter(isForGuessing)) {
    const formers = [...gone].filter((one) => couldBe(now, one));
    const others = [...begun]
      .filter(isForGuessing)
      .filter((one) => formers.some((former) => couldBe(one, former)));
    const [former] = formers;
    if (formers.length > 1 || others.length > 1) unclear.add(now);
    else if (former) pair(now, former);
  }
  return {
    renames: byKind((kind) => Object.fromEntries(renames[kind])),
    begun: [...begun],
    gone: [...gone],
    problems: [
      ...[...unclear].map((now) =>
        notGuessed(
          now,
          [...gone].filter((one) => couldBe(now, one)),
        ),
      ),
      ...[...begun].flatMap((now) => misnamed(now, [...gone]) ?? []),
    ],
  };
}

function isSaidToBe(now: WantedConnection, { kind, name, id }: RecordedConnection): boolean {
  return now.kind === kind && (now.renamedFrom === name || now.adopt === id);
}

/** Whoever names another connection has said what is meant. */
export function isForGuessing({ adopt, renamedFrom }: WantedConnection): boolean {
  return adopt === undefined && renamedFrom === undefined;
}

/** Whether two could be one connection. */
export function couldBe(now: WantedConnection, former: Likeness): boolean {
  return isOneProject(now, former) && areAlike(now, former);
}

/** Whether two could be of one project: one that is not known is the API key's own. */
export function isOneProject(one: Likeness, other: Likeness): boolean {
  return new Set([one.project, other.project].filter((project) => project !== undefined)).size < 2;
}

/**
 * A former name that was mistyped, or is older than the last one: taken for a new connection, it would have the old one
 * deleted.
 */
function misnamed(
  { kind, name, stack, adopt, renamedFrom }: WantedConnection,
  gone: readonly RecordedConnection[],
): string | undefined {
  const formers = gone.filter((one) => one.kind === kind).map((one) => one.name);
  if (adopt !== undefined || renamedFrom === undefined || formers.length === 0) return undefined;
  return (
    `${name} names ${renamedFrom} in renamedFrom, which stack ${stack} does not have; no longer declared ${formers.length === 1 ? "is" : "are"} ${formers.join(", ")}. ` +
    "Name the one that it was, or take renamedFrom out, where it is another connection. Nothing was done."
  );
}

function notGuessed({ kind, name }: WantedConnection, formers: readonly RecordedConnection[]): string {
  const names = formers.map((former) => former.name);
  return (
    `${name} is new, and ${names.join(", ")} ${names.length === 1 ? "is" : "are"} no longer declared, with the same ${likenessInWords(kind)}: ` +
    `which became which is not guessed. Say it in ${name}: \`renamedFrom: ${names[0]}\`. Where it is another connection, delete the old one in a run of its own first. Nothing was done.`
  );
}
