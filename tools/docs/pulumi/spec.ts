/** The parts of Pulumi's package schema that are used here; `pulumi schema check` knows them all. */
export interface PackageSpec {
  readonly name: string;
  readonly displayName: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly homepage: string;
  readonly license: string;
  readonly publisher: string;
  readonly language: Readonly<Record<string, object>>;
  readonly config: { readonly variables: Fields };
  readonly types: Readonly<Record<string, ObjectSpec | EnumSpec>>;
  readonly provider: { readonly description: string; readonly inputProperties: Fields };
  readonly resources: Readonly<Record<string, ResourceSpec>>;
  readonly functions: Readonly<Record<string, FunctionSpec>>;
}

/** What a value may be. */
export interface TypeSpec {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: TypeSpec;
  readonly oneOf?: readonly TypeSpec[];
}

/** A value with a name: a property, an argument, a setting. */
export interface FieldSpec extends TypeSpec {
  readonly description: string;
  readonly default?: string | number | boolean;
  readonly defaultInfo?: { readonly environment: readonly string[] };
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
}

/** Fields by their names. */
export type Fields = Readonly<Record<string, FieldSpec>>;

/** An object with fields. */
export interface ObjectSpec {
  readonly description?: string;
  readonly type: "object";
  readonly properties: Fields;
  readonly required: readonly string[];
}

/** One of a few texts. */
export interface EnumSpec {
  readonly description: string;
  readonly type: "string";
  readonly enum: readonly { readonly value: string; readonly description?: string }[];
}

/** A resource: what is declared of it, and what is recorded. */
export interface ResourceSpec {
  readonly description: string;
  readonly inputProperties: Fields;
  readonly requiredInputs: readonly string[];
  readonly properties: Fields;
  readonly required: readonly string[];
  readonly aliases: readonly { readonly type: string }[];
}

/** A function: its arguments, and its answer. */
export interface FunctionSpec {
  readonly description: string;
  readonly inputs: ObjectSpec;
  readonly outputs: ObjectSpec;
}
