import type { z } from "zod";
import type { Listed, Properties } from "../../provider/contract";
import type { Reference } from "../file/references";
import type { ConnectionReport } from "../report/schema";

/** A connection as a file declares it, defaults filled in; these fields every kind has. */
export type Declared = Properties & {
  readonly adopt?: string | undefined;
  readonly renamedFrom?: string | undefined;
  readonly allowDuplicate?: boolean | undefined;
};

/** The secret that a declared connection refers to. */
export interface DeclaredSecret {
  /** In the connection: `credentials.token`. */
  readonly path: string;
  readonly reference: Reference;
  /** What stands beside it and is no secret. */
  readonly open: Pick<ConnectionReport["credentials"], "baseUrl" | "username">;
}

/**
 * What the command knows of a kind of connection besides what the provider does. Its methods are given what its own
 * {@link GitopsKind.read} has read.
 */
export interface GitopsKind<Declaration extends Declared = Declared> {
  /** What the file's field of its name holds, for editors. */
  readonly description: string;
  /** A connection as it is written, before defaults are filled in. */
  readonly written: z.ZodObject;
  /** What may stand under its name in `defaults`: credentials by code host. */
  readonly defaults: z.ZodObject;
  /** What a JSON Schema says of a connection as it is written, besides its fields; absent: nothing. */
  readonly jsonSchema?: object;
  /** Fields that a program has and the file says otherwise, with what to say of them. */
  readonly otherwise: Readonly<Record<string, string>>;
  /** The form of a connection with its defaults filled in, as far as its code host is known. */
  formFor(host: string | undefined): z.ZodObject;
  /** A connection with its defaults filled in; `undefined` where it is not as {@link formFor} says. */
  read(value: unknown, host: string | undefined): Declaration | undefined;
  /** The secret that a connection refers to; `undefined` where the service keeps what it has. */
  secretOf(declared: Declaration): DeclaredSecret | undefined;

  /** What {@link lookOf} and the code host go by, in words: `provider and label`. */
  readonly looks: string;
  /**
   * What a connection, declared, recorded or listed, is known again by where its id does not tell: equal texts may be of
   * one connection. `undefined`: not known.
   */
  lookOf(properties: Properties): string | undefined;

  /** What a connection that a service lists is named after. */
  nameOf(state: Properties): string;
  /**
   * What a file has to say of a connection that a service lists, so that it declares it as it is and takes it over:
   * nothing that goes without saying. In the order in which the file gets it.
   *
   * @param defaults the file's own for this kind.
   */
  fieldsOf(listed: Listed, defaults: Properties): Properties;

  /** What a report tells in the order in which the file has it; absent: nothing has an order. */
  asWritten?(report: ConnectionReport, declared: Declaration): ConnectionReport;
  /** What to say of a rotation; absent where the service tests what it was sent. */
  readonly afterRotation?: string;
}
