import { providerKind } from "../../../provider/kinds";
import { KINDS, type Kind } from "../../../provider/kinds/names";
import type { DeclaredStack } from "../../file";
import type { Context } from "../context";
import { whyNotOwn } from "../ownStack";
import {
  declaredIn,
  idOf,
  type RecordedConnection,
  recordedIn,
  type SurveyedStack,
  unfinishedIn,
  type WantedConnection,
} from "./connections";
import { hindrancesAcross, type RenamedStack } from "./moves";
import { couldBe, renamesIn } from "./renames";
import { notesOnNamesakes, notesOnSuccessors } from "./successors";

/** What all stacks record against what all files declare: looked at before anything is sent, whichever are asked for. */
export class Survey {
  readonly #stacks: ReadonlyMap<string, RenamedStack>;
  readonly #managers: ReadonlyMap<string, RecordedConnection>;
  readonly #problems = new Map<string, string[]>();

  /** @param others what no file is about: of stacks that none of this folder could declare, and under the plugin. */
  constructor(stacks: readonly SurveyedStack[], others: SurveyedStack["recorded"] = []) {
    const renamed = stacks.map((stack) => ({ ...stack, ...renamesIn(stack) }));
    this.#stacks = new Map(renamed.map((stack) => [stack.name, stack]));
    const recorded = [...stacks.flatMap((stack) => stack.recorded), ...others];
    this.#managers = new Map(recorded.map((one) => [idOf(one), one]));
    for (const { name, foreign } of stacks) for (const problem of foreign) this.#hinder(name, problem);
    for (const { name, problems } of renamed) for (const problem of problems) this.#hinder(name, problem);
    for (const { stacks: names, message } of hindrancesAcross(renamed))
      for (const name of names) this.#hinder(name, message);
  }

  /** Why nothing may be done with a stack; none: nothing is in the way. */
  problemsOf(stack: string): readonly string[] {
    return this.#problems.get(stack) ?? [];
  }

  /** What is new in a stack and gone, of what it could be the successor. */
  notesOn(stack: string): readonly string[] {
    const renaming = this.of(stack);
    if (renaming === undefined) return [];
    const elsewhere = [...this.#stacks.values()].filter(({ name }) => name !== stack);
    return [
      ...notesOnSuccessors(renaming),
      ...notesOnNamesakes(
        renaming.begun,
        elsewhere.flatMap(({ gone }) => gone),
      ),
    ];
  }

  /** A stack, with what is new and gone in it. */
  of(stack: string): RenamedStack | undefined {
    return this.#stacks.get(stack);
  }

  /** Whether a file names a connection in `adopt`. */
  isAdopted(kind: Kind, id: string): boolean {
    const declared = [...this.#stacks.values()].flatMap((stack) => stack.declared);
    return declared.some((one) => one.kind === kind && one.adopt === id);
  }

  /** Whether applying a stack may delete something, be it to make another one in its place. */
  mayDeleteIn(stack: string): boolean {
    const { gone = [], recorded = [], declared = [], renames } = this.of(stack) ?? {};
    const formerOf = ({ kind, name }: WantedConnection) => renames?.[kind][name] ?? name;
    const isOtherThan = (now: WantedConnection, was: RecordedConnection) =>
      was.host !== now.host || (was.project !== undefined && was.project !== now.project);
    return (
      gone.length > 0 ||
      declared.some((now) =>
        recorded.some((was) => was.kind === now.kind && was.name === formerOf(now) && isOtherThan(now, was)),
      )
    );
  }

  /** What else is new and looks the same, in whichever file. */
  twinOf(wanted: WantedConnection): WantedConnection | undefined {
    return this.begun.find((other) => other !== wanted && couldBe(other, wanted));
  }

  /** What is declared in any file, and not recorded. */
  get begun(): readonly WantedConnection[] {
    return [...this.#stacks.values()].flatMap((stack) => stack.begun);
  }

  /** All that any stack of this project records. */
  get recorded(): readonly RecordedConnection[] {
    return [...this.#managers.values()];
  }

  /** What a stack of this project records of a connection; `undefined`: none manages it. */
  managerOf(kind: Kind, id: string): RecordedConnection | undefined {
    return this.#managers.get(idOf({ kind, id }));
  }

  #hinder(stack: string, problem: string): void {
    this.#problems.set(stack, [...(this.#problems.get(stack) ?? []), problem]);
  }
}

const NOTHING = {
  ...{ recorded: [], others: [], unfinished: [], savedAt: undefined },
  ...{ isCreationCutOff: false, isDeletionCutOff: false },
};

/** Reads what every stack of the project records. */
export async function survey({ engine, everyShard, existing, parallel }: Context): Promise<Survey> {
  const { default: pMap } = await import("p-map");
  const concurrency = { concurrency: parallel };
  const stacks = await pMap(
    everyShard,
    async ({ name, declared, exists }) => {
      const [{ recorded, others, unfinished, ...snapshot }, project] = await Promise.all([
        exists ? engine.snapshot(name) : NOTHING,
        projectOf({ engine }, name, declared, exists),
      ]);
      return {
        ...{ ...snapshot, name, exists, file: declared?.file },
        foreign: whyNotOwn({ engine }, { name, declared }, { recorded, others }),
        recorded: recorded.map((one) => recordedIn(name, one)),
        unfinished: unfinished.flatMap((one) => unfinishedIn(name, one)),
        declared: declaredIn(name, declared, project),
      };
    },
    concurrency,
  );
  const apart = existing.filter((name) => everyShard.every((shard) => shard.name !== name));
  const others = await pMap(
    apart,
    async (name) => (await engine.recorded(name)).map((one) => recordedIn(name, one)),
    concurrency,
  );
  return new Survey(stacks, others.flat());
}

/** The project of a stack whose file names none; it is asked for only where there is a use for it. */
async function projectOf(
  { engine }: Pick<Context, "engine">,
  name: string,
  declared: DeclaredStack | undefined,
  exists: boolean,
): Promise<string | undefined> {
  if (declared === undefined || declared.project !== undefined) return undefined;
  const kinds = KINDS.filter((kind) => Object.keys(declared.connections[kind]).length > 0);
  const [project] = kinds.flatMap((kind) => providerKind(kind).project ?? []);
  if (project === undefined) return undefined;
  const configured = exists ? (await engine.config(name)).lookup(project.setting) : undefined;
  return configured ?? (process.env[project.variable] || undefined);
}
