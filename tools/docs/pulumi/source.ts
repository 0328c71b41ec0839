import type { z } from "zod";
import type { Kind } from "../../../provider/kinds/names";
import type { Comments } from "./comments";
import type { NamedType } from "./types";

/** What the package schema of one kind is made of. */
export interface Source {
  readonly kind: Kind;
  /** Of the classes and arguments that TypeScript programs use: each thing is described once, there. */
  readonly comments: Comments;
  /** The resource's class, and the declarations that have its arguments. */
  readonly resource: string;
  readonly argumentsIn: readonly string[];
  /** The declaration that says which kinds of credentials go together. */
  readonly choice: string;
  /** What may be declared, and what is recorded. */
  readonly declared: z.ZodObject;
  readonly recorded: z.ZodObject;
  readonly types: readonly NamedType[];
  /** What stands for a field that is not declared. */
  readonly defaults: Readonly<Record<string, unknown>>;
  /** What only a replacement can change. */
  readonly replacing: readonly string[];
  readonly settings: Settings;
  readonly lookup: Lookup;
}

/** How the provider is configured. */
interface Settings {
  /** Their keys, with the kind's namespace. */
  readonly keys: readonly string[];
  /** By names without the namespace. */
  readonly defaults: Readonly<Record<string, string | number>>;
}

/** How connections are found that exist at the service. */
interface Lookup {
  /** What an id is. */
  readonly id: string;
  /** What the list is searched by, and what that means; one that is no field is a text. */
  readonly filters: Readonly<Record<string, string>>;
}
