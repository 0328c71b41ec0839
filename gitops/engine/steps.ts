import type {
  DiagnosticEvent,
  EngineEvent,
  StepEventMetadata,
  StepEventStateMetadata,
} from "@pulumi/pulumi/automation";
import { isObject } from "../../provider/core/values";
import { ANNOUNCED } from "../../provider/hosts/dynamic/errors";
import { isUnknown } from "../../provider/hosts/engine/values";
import { tellsRequest } from "../../provider/http/requestLine";
import { tellsWait } from "../../provider/http/waiting";
import { kindOfType } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";

/** One side of a step: what the engine has of a connection. */
export interface Side {
  readonly id: string | undefined;
  /** As the program declared them, or as the service would have them declared. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** As they were last recorded or read. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** What the engine does, or would do, to one connection. */
export interface Step {
  readonly urn: string;
  readonly name: string;
  readonly kind: Kind;
  readonly op: "same" | "create" | "update" | "replace" | "delete";
  /** What the connection was called when it was recorded, where that is another name. */
  readonly renamedFrom?: string;
  readonly old: Side | undefined;
  readonly new: Side | undefined;
  /** Of an operation that changes something: whether it came to its end. */
  readonly ended: "done" | "failed" | "never";
  /** Of a replacement: whether the old connection is deleted, which comes first. */
  readonly isOldDeleted?: boolean;
  readonly errors: readonly string[];
}

/** What the events of one operation say: of each connection, and of the operation as a whole. */
export interface Told {
  readonly steps: readonly Step[];
  /** The names of other resources of the stack that are changed as well. */
  readonly others: readonly string[];
  /** Errors that belong to no connection. */
  readonly errors: readonly string[];
  /** What else there is to know, by the provider or the engine. */
  readonly notes: readonly string[];
}

type Known = Pick<Step, "op" | "renamedFrom" | "old" | "new" | "ended" | "isOldDeleted">;

/** Collects the events of one operation; `told` may be asked at any time. */
export class StepReader {
  readonly #steps = new Map<string, Known>();
  readonly #errors = new Map<string, string[]>();
  readonly #notes = new Set<string>();
  readonly #others = new Set<string>();
  readonly #waits = new Set<string>();

  /**
   * @param refreshes whether the operation is a refresh: a preview may begin with one, which then is not of interest.
   * @param say is told at once, and once, what the provider waits for, and of each request that the user wants to see.
   */
  constructor(
    private readonly refreshes: boolean,
    private readonly say: (message: string) => void = () => {},
  ) {}

  /** Takes one event; returns the name of the connection that has come to its end by it. */
  take(event: EngineEvent): { name: string; failed: boolean } | undefined {
    if (event.diagnosticEvent) this.#hear(event.diagnosticEvent);
    const began = event.resourcePreEvent?.metadata;
    const ended = event.resOutputsEvent?.metadata;
    const failed = event.resOpFailedEvent?.metadata;
    const step = began ?? ended ?? failed;
    if (step === undefined) return undefined;
    const op = operationOf(step.op);
    if (op === undefined || (this.refreshes && began)) return undefined;
    if (kindOfType(step.type) === undefined) {
      if (op !== "same" && !PULUMIS_OWN.test(step.type)) this.#others.add(nameOf(step.urn));
      return undefined;
    }
    const known = this.#steps.get(step.urn);
    // A replacement is several steps; what was, is told by the first, and what comes, by the last.
    const isReplacement = op === "replace" || known?.op === "replace";
    const old = isReplacement ? (known?.old ?? sideOf(step.old)) : sideOf(step.old);
    const isLast = step.op !== "delete-replaced" && step.op !== "replace";
    const renamedFrom = known?.renamedFrom ?? formerName(step);
    // What was deleted by an earlier run has no deletion in this one.
    const isOldDeleted =
      known?.isOldDeleted || step.op === "create-replacement" || (ended && step.op === "delete-replaced");
    this.#steps.set(step.urn, {
      op: isReplacement ? "replace" : op,
      ...(renamedFrom === undefined ? {} : { renamedFrom }),
      old,
      new: sideOf(step.new) ?? known?.new,
      ...(isOldDeleted ? { isOldDeleted: true } : {}),
      ended: failed ? "failed" : ended && isLast ? "done" : (known?.ended ?? "never"),
    });
    if (began || (ended && !isLast) || op === "same") return undefined;
    return { name: nameOf(step.urn), failed: failed !== undefined };
  }

  get told(): Told {
    const steps = [...this.#steps].flatMap(([urn, known]) => {
      const kind = kindOfType(typeOf(urn));
      const errors = this.#errors.get(urn) ?? [];
      if (kind === undefined) return [];
      // A connection that fails its check has no step that fails.
      const ended = errors.length > 0 ? "failed" : known.ended;
      return [{ urn, name: nameOf(urn), kind, ...known, ended, errors }];
    });
    const notes = [...this.#notes].map((note) => withName(note, steps));
    return { steps: joined(steps), others: [...this.#others], errors: this.#unclaimed(), notes };
  }

  #hear({ severity, urn = "", message }: DiagnosticEvent): void {
    const text = plain(message);
    if (severity === "error") this.#errors.set(urn, [...(this.#errors.get(urn) ?? []), text]);
    // What a dynamic provider prints is an information on stderr. The reason of a failure comes as an error.
    const severities = ["warning", "info#err", ...(isOurs(urn) ? ["info"] : [])];
    const isNote = severities.includes(severity) && !text.endsWith(ANNOUNCED);
    if (!isNote || text === "") return;
    if (tellsRequest(text)) this.say(text);
    else if (!tellsWait(text)) this.#notes.add(isOurs(urn) ? `${nameOf(urn)}: ${text}` : text);
    else if (!this.#waits.has(text)) {
      this.#waits.add(text);
      this.say(text);
    }
  }

  #unclaimed(): string[] {
    // What a failure has kept the engine from coming to is no mistake of its own.
    const hasFailure = [...this.#steps.keys()].some((urn) => this.#errors.has(urn));
    return [...this.#errors]
      .filter(([urn]) => !this.#steps.has(urn))
      .flatMap(([urn, errors]) =>
        kindOfType(typeOf(urn)) ? errors.map((error) => `${nameOf(urn)}: ${error}`) : errors,
      )
      .filter((error) => !SAYS_NOTHING.test(error) && !(hasFailure && NOT_COME_TO.test(error)));
  }
}

/** Of a replacement that is a rename as well, the engine tells the deletion under the former name. */
function joined(steps: readonly Step[]): Step[] {
  const isHalfOf = (half: Step, whole: Step) =>
    half.op === "replace" &&
    half.new === undefined &&
    half.kind === whole.kind &&
    half.name === whole.renamedFrom;
  const halves = steps.filter((half) => steps.some((whole) => isHalfOf(half, whole)));
  return steps
    .filter((step) => !halves.includes(step))
    .map((step) => {
      const half = halves.find((one) => isHalfOf(one, step));
      if (half === undefined) return step;
      const ended = half.ended === "failed" ? half.ended : step.ended;
      const isOldDeleted = step.isOldDeleted || half.isOldDeleted;
      return {
        ...step,
        ended,
        errors: [...half.errors, ...step.errors],
        ...(isOldDeleted ? { isOldDeleted } : {}),
      };
    });
}

/** The types of the stack itself and of its providers. */
export const PULUMIS_OWN = /^pulumi:(pulumi|providers):/;

/** A provider knows a connection by its id only; the engine tells which one a plugin's notes are about. */
function withName(note: string, steps: readonly Step[]): string {
  for (const { name, old } of steps) {
    const beginning = [`${name}: ${old?.id}: `, `${old?.id}: `].find((each) => note.startsWith(each));
    if (old?.id !== undefined && beginning !== undefined) return `${name}: ${note.slice(beginning.length)}`;
  }
  return note;
}

/** What Pulumi says after everything that it has said already. */
const SAYS_NOTHING = /^(error: )?((preview|update|refresh|destroy) failed|resource .* failed)\.?$/;

/** What Pulumi says of something that was planned, and not come to. */
const NOT_COME_TO = /expected resource operations for \S+ but none were seen$/;

function operationOf(op: string): Step["op"] | undefined {
  switch (op) {
    case "same":
    case "create":
    case "update":
    case "delete":
      return op;
    case "replace":
    case "create-replacement":
    case "delete-replaced":
      return "replace";
    default:
      return undefined;
  }
}

/** The engine says null for a side that is not there, and of outputs also those that only the operation shows. */
function sideOf(state: StepEventStateMetadata | null | undefined): Side | undefined {
  if (!state) return undefined;
  const outputs = Object.entries(fields(state.outputs)).filter(([, value]) => !isUnknown(value));
  return {
    id: state.id || undefined,
    inputs: fields(state.inputs),
    outputs: Object.fromEntries(outputs),
  };
}

/** Pulumi's own properties are nobody's business. */
function fields(properties: unknown): Record<string, unknown> {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !name.startsWith("__")));
}

/** Whether what the engine tells is about a connection. */
const isOurs = (urn: string) => kindOfType(typeOf(urn)) !== undefined;

/** The type of a resource. */
export const typeOf = (urn: string) => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** By an alias, a resource goes on with what was recorded under another name. */
function formerName({ urn, old }: StepEventMetadata): string | undefined {
  const former = old ? nameOf(old.urn) : "";
  return former === "" || former === nameOf(urn) ? undefined : former;
}

/** What the program calls the resource. */
export const nameOf = (urn: string) => urn.split("::").slice(3).join("::");

/** Pulumi colours its messages by tags. */
function plain(message: string): string {
  return message.replace(/<\{%.*?%\}>/g, "").trim();
}
