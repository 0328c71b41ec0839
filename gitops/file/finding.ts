import type { Span } from "./source";

/** Something that is wrong, and where. */
export interface NewFinding {
  /** What to point at. */
  readonly span: Span;
  readonly path: string;
  readonly message: string;
  readonly advice?: string | undefined;
  /** A field that is not there; the span is of what should hold it. */
  readonly missing?: string | undefined;
  /** Whether the value may be a secret, and is refused as such. */
  readonly isSecret?: boolean;
  /** The connection that uses a value which is written elsewhere. */
  readonly usedFor?: string | undefined;
}

/** {@link NewFinding}, with all the connections that the value is used for. */
export interface Finding extends Omit<NewFinding, "usedFor"> {
  readonly usedFor: ReadonlySet<string>;
}
