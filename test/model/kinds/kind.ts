import type fc from "fast-check";
import type { FaultRuleInput, LogEntry } from "../../../emulator";
import type { Properties } from "../../../provider/contract";
import type { Driver, Recorded, Services } from "../drivers/driver";
import type { SentCredentials } from "../sentCredentials";
import type { Declaration } from "../slot";

/** What a command changes of a declaration. */
export type Change = "fields" | "settings" | "token" | "style" | "version";

/** A change of a kind's own fields. */
export interface Edit<Fields> {
  readonly name: string;
  readonly change: Change;
  apply(fields: Fields): Fields;
}

/** A request that a service knows; `carriesToken`: the token of a connection may be in it. */
export interface Request {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path?: string;
  readonly carriesToken: boolean;
}

/** A change at the service that no connection shows: how its lists are, say. */
export interface Setting {
  readonly name: string;
  apply(driver: Driver): Promise<unknown>;
}

/** What the service holds, as far as it is the same of every kind. */
export interface Held {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The service's dashboard, in which somebody does by hand what he likes, and sees everything. */
export interface Dashboard<Fields, Connection extends Held> {
  readonly apiKey: string;
  everything(): Promise<readonly Connection[]>;
  /** Makes a connection, with what a declared one with these fields looks like; returns its id. */
  make(host: Declaration["host"], fields: Fields, token: string): Promise<string>;
  /** Makes a connection that looks like no other; returns its id. */
  makeBystander(): Promise<string>;
  edit(id: string, fields: Fields): Promise<unknown>;
  /** Gives other credentials than what is declared, which nobody can see. */
  authorise(id: string, token: string): Promise<unknown>;
  delete(id: string): Promise<unknown>;
}

/** A kind of connection: what is different from the others in what happens to it and what is promised of it. */
export interface Kind<Fields extends object = object, Connection extends Held = Held> {
  readonly name: string;
  readonly credentials: SentCredentials;
  /** The property of a declaration that refers to secrets, where they are not written out. */
  readonly reference: string;
  readonly anyFields: fc.Arbitrary<Fields>;
  /** Some edit for each sort of edit. */
  readonly edits: readonly fc.Arbitrary<Edit<Fields>>[];
  readonly anySetting: fc.Arbitrary<Setting>;
  /** The requests that the service knows; one that stands twice is met twice as often. */
  readonly requests: readonly Request[];
  /** What changes credentials. */
  readonly update: Request;
  /** What can go wrong with this service's answers only. */
  readonly ownEffects: readonly fc.Arbitrary<FaultRuleInput["effect"]>[];
  /** What can go wrong with some of its requests only. */
  readonly ownFaults: readonly fc.Arbitrary<FaultRuleInput>[];
  /** What a creation is found again by, on a machine that does not remember it. */
  readonly recognisedBy: readonly Change[];
  /** How much time passes between two commands, in milliseconds. */
  readonly betweenCommandsMs: number;
  /** Whether reads lag behind writes. */
  readonly lags: boolean;
  /** An error that asks for a decision on any machine. */
  readonly asksAnyway: RegExp;

  /** Fields that no other resource's connection looks like. */
  own(name: string, fields: Fields): Fields;
  argumentsOf(declared: Declaration<Fields>, variable: string, literal: string): Properties;
  dashboard(services: Services): Dashboard<Fields, Connection>;
  /** The code host of a recorded connection. */
  hostOf(outputs: Properties): unknown;
  isProtected(outputs: Properties): boolean;
  unprotected(fields: Fields): Fields;
  /** The connections that an error asks to adopt; `undefined`: it asks nothing. */
  namedIn(text: string): string[] | undefined;
  pathOf(id: string): string;
  /**
   * The service holds, and the state says, what is declared.
   *
   * @param isSure whether what the state says was read after all lag.
   */
  expectSame(
    declared: Declaration<Fields>,
    held: Connection,
    recorded: Recorded,
    how: { readonly isSure: boolean; readonly readsSecrets: boolean },
  ): void;
  /** When credentials were last sent, as far as updates tell it; `undefined`: with the creation, or never. */
  expectSentWithCreation(changedAt: unknown, declared: Declaration<Fields>, held: Connection): void;
  /** What is promised beside, once all is as declared; `log`: the requests since it was so the last time. */
  expectMore(held: readonly Connection[], bystander: Connection, log: readonly LogEntry[]): void;
  /** Something uses each connection, and must go on to. */
  uses(services: Services): Uses | undefined;
}

/** What uses connections at a service. */
export interface Uses {
  /** Has something use a connection; returns its id. */
  add(connectionId: string): Promise<string>;
  /** The ids of all that uses one. */
  all(): Promise<string[]>;
}
