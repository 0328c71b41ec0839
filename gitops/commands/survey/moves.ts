import { SERVICE_NAMES } from "../../../provider/kinds/names";
import { idOf, type RecordedConnection, type SurveyedStack, type WantedConnection } from "./connections";
import { areAlike } from "./likeness";
import type { Renaming } from "./renames";

/** A stack and what was found of its names. */
export interface RenamedStack extends SurveyedStack, Renaming {}

/** Something that keeps stacks from being worked on. */
export interface Hindrance {
  readonly stacks: readonly string[];
  readonly message: string;
}

/** A connection that is declared in another file than before. */
interface Move {
  readonly from: RecordedConnection;
  readonly to: WantedConnection;
}

/**
 * What several stacks say of one connection. Each of them would be right by itself, and together they would delete what
 * another one declares.
 */
export function hindrancesAcross(stacks: readonly RenamedStack[]): Hindrance[] {
  const recorded = stacks.flatMap((stack) => stack.recorded);
  const fileOf = (stack: string) => stacks.find(({ name }) => name === stack)?.file ?? "its file is gone";
  const isGone = (one: RecordedConnection) => stacks.some(({ gone }) => gone.includes(one));
  const hindrances = recordedTwice(recorded);
  const moves: Move[] = [];
  for (const to of stacks.flatMap(({ begun }) => begun)) {
    const owner = recorded.find(({ kind, id }) => kind === to.kind && id === to.adopt);
    const from = owner ?? likeliest(to, stacks);
    if (from === undefined) continue;
    if (!isGone(from)) hindrances.push(kept(to, from, fileOf(from.stack)));
    else if (from.project !== to.project) hindrances.push(inAnotherProject(to, from, fileOf(from.stack)));
    else moves.push({ from, to });
  }
  return [...hindrances, ...byStacks(moves).map((some) => moved(some, stacks))];
}

/** Of what is gone elsewhere, what could be the connection that is new here. */
function likeliest(to: WantedConnection, stacks: readonly RenamedStack[]): RecordedConnection | undefined {
  if (to.adopt !== undefined) return undefined;
  return stacks
    .filter(({ name }) => name !== to.stack)
    .flatMap(({ gone }) => gone)
    .find((one) => one.project === to.project && (isFormer(one, to) || areAlike(to, one)));
}

/** Whatever else has changed, the file says what it was. */
function isFormer(one: RecordedConnection, { kind, renamedFrom }: WantedConnection): boolean {
  return one.kind === kind && one.name === renamedFrom;
}

function kept(to: WantedConnection, owner: RecordedConnection, file: string): Hindrance {
  return {
    stacks: [to.stack],
    message: `${to.name} names ${owner.id} in adopt, which stack ${owner.stack} manages as ${owner.name} (${file}). One connection is declared once: ${to.file === file ? `take one of the two out of ${file}` : `take it out of ${to.file} or of ${file}`}. Nothing was done.`,
  };
}

function inAnotherProject(to: WantedConnection, owner: RecordedConnection, file: string): Hindrance {
  return {
    stacks: [to.stack, owner.stack],
    message: `${to.name} names ${owner.id} in adopt, which is in another ${SERVICE_NAMES[to.kind]} project (${owner.project ?? "the API key's own"}), and no connection can leave its project. To have a new one made, take adopt out of ${to.file}; to keep the old one, declare ${owner.name} again (${file}). Nothing was done.`,
  };
}

/** Those that have moved between the same two stacks. */
type Moves = readonly [Move, ...Move[]];

function byStacks(moves: readonly Move[]): Moves[] {
  const groups = new Map<string, Moves>();
  for (const move of moves) {
    const key = `${move.from.stack} ${move.to.stack}`;
    const known = groups.get(key);
    groups.set(key, known === undefined ? [move] : [...known, move]);
  }
  return [...groups.values()];
}

function moved(moves: Moves, stacks: readonly SurveyedStack[]): Hindrance {
  const [{ from, to }] = moves;
  const exists = stacks.some((stack) => stack.name === to.stack && stack.exists);
  const urns = moves.map((move) => `'${move.from.urn}'`).join(" ");
  const names = moves.map((move) =>
    move.from.name === move.to.name
      ? `${move.from.name} (${move.from.id})`
      : `${move.from.name} (${move.from.id}, now ${move.to.name})`,
  );
  return {
    stacks: [to.stack, from.stack],
    message: [
      `From stack ${from.stack} to ${to.file} there moved ${names.join(", ")}. Without its record, a connection would be deleted there or made a second time here, so nothing was done. Move the record, then run this again:`,
      ...(exists ? [] : [`  pulumi stack init ${to.stack} --no-select`]),
      `  pulumi state move --source ${from.stack} --dest ${to.stack} --yes ${urns}`,
    ].join("\n"),
  };
}

/** Two stacks that both record a connection undo each other's changes, and one of them deletes it for both. */
function recordedTwice(recorded: readonly RecordedConnection[]): Hindrance[] {
  const seen = new Map<string, RecordedConnection>();
  const hindrances: Hindrance[] = [];
  for (const one of recorded) {
    const first = seen.get(idOf(one));
    if (first === undefined) seen.set(idOf(one), one);
    else if (first.stack !== one.stack) hindrances.push(shared(first, one));
  }
  return hindrances;
}

function shared(one: RecordedConnection, other: RecordedConnection): Hindrance {
  return {
    stacks: [one.stack, other.stack],
    message: [
      `${one.id} is recorded in stack ${one.stack} (${one.name}) and in stack ${other.stack} (${other.name}): each would undo what the other does, or delete it for both. Nothing was done. Take it out of one file, and have that stack forget it, which deletes nothing at the service; one of:`,
      ...[one, other].map(({ stack, urn }) => `  pulumi state delete --stack ${stack} --yes '${urn}'`),
    ].join("\n"),
  };
}
