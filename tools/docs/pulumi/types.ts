import { z } from "zod";
import type { EnumSpec, FieldSpec, Fields, ObjectSpec, TypeSpec } from "./spec";

/** A type that has a name of its own in the schema, wherever the schemas of the provider have it. */
export interface NamedType {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly description: string;
  /** What is said of each of its fields, or of each of its values. */
  readonly describe: (name: string) => string | undefined;
  readonly secrets?: readonly string[];
  readonly defaults?: Readonly<Record<string, string>>;
}

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** What is said of a field besides its type. */
export type Told = Omit<FieldSpec, keyof TypeSpec>;

/** Turns the provider's schemas into types of a package schema, with zod's own JSON Schema between the two. */
export class Types {
  readonly #names = z.registry<{ id: string }>();

  constructor(
    private readonly packageName: string,
    private readonly named: readonly NamedType[],
  ) {
    for (const { name, schema } of named) this.#names.add(schema, { id: name });
  }

  /** The fields of an object, as types, and which of them are required. */
  fieldsOf(schema: z.ZodObject, io: "input" | "output") {
    const { properties, required } = this.#jsonOf(schema, io);
    const json = new Map(Object.entries(properties ?? {}));
    return {
      names: [...json.keys()],
      required: required ?? [],
      typeOf: (name: string): TypeSpec => this.#typeOf(json.get(name)),
    };
  }

  /** The named types, by their tokens. */
  specs(): Record<string, ObjectSpec | EnumSpec> {
    return Object.fromEntries(this.named.map((type) => [this.token(type.name), this.#specOf(type)]));
  }

  /** The token by which the schema and every program name something of this package. */
  token(name: string): string {
    return `${this.packageName}:index:${name}`;
  }

  /** Refers to a type of this package. */
  reference(name: string): TypeSpec {
    return { $ref: `#/types/${this.token(name)}` };
  }

  #specOf(type: NamedType): ObjectSpec | EnumSpec {
    const { name, schema, description, describe } = type;
    const json = this.#definitionOf(name, schema);
    if (json.enum) {
      const values = json.enum.map(String).map((value) => choiceOf(value, describe(value)));
      return { description, type: "string", enum: values };
    }
    const { properties, required } = objectIn(json);
    const fields = Object.entries(properties).map(([field, value]) => [
      field,
      { ...this.#typeOf(value), ...toldOf(type, field) },
    ]);
    return { description, type: "object", properties: Object.fromEntries(fields), required };
  }

  #typeOf(json: JsonSchema | boolean | undefined): TypeSpec {
    if (typeof json !== "object") throw new Error("a field has no type");
    const { $ref, anyOf, type, items } = json;
    if ($ref !== undefined) return this.reference($ref.replace("#/$defs/", ""));
    if (anyOf !== undefined) return { oneOf: anyOf.map((each) => this.#typeOf(each)) };
    if (type === "array" && !Array.isArray(items)) return { type, items: this.#typeOf(items) };
    if (type === "string" || type === "boolean" || type === "integer") return { type };
    throw new Error(`there is no type in Pulumi for ${JSON.stringify(json)}; give it a name`);
  }

  /** A schema under its name, which zod gives to what stands inside of something else only. */
  #definitionOf(name: string, schema: z.ZodType): JsonSchema {
    const found = this.#jsonOf(z.object({ inside: schema }), "input").$defs?.[name];
    if (found === undefined) throw new Error(`${name} is not found by its name`);
    return found;
  }

  #jsonOf(schema: z.ZodObject, io: "input" | "output") {
    return z.toJSONSchema(schema, { metadata: this.#names, io });
  }
}

function choiceOf(value: string, description: string | undefined) {
  return description === undefined ? { value } : { value, description };
}

function toldOf({ name, describe, secrets = [], defaults = {} }: NamedType, field: string): Told {
  const description = describe(field);
  if (description === undefined) throw new Error(`${name}.${field} has no description`);
  const value = defaults[field];
  return {
    description,
    ...(value === undefined ? {} : { default: value }),
    ...(secrets.includes(field) ? { secret: true } : {}),
  };
}

/** An object, or one of several objects: then as one with the fields of all, since a choice has no type in Go. */
function objectIn({ anyOf, properties = {}, required = [] }: JsonSchema): {
  properties: Record<string, JsonSchema | boolean>;
  required: string[];
} {
  if (anyOf === undefined) return { properties, required };
  const choices = anyOf.map((each) => (typeof each === "object" ? objectIn(each) : objectIn({})));
  const all = choices.flatMap((choice) => Object.entries(choice.properties));
  return { properties: Object.fromEntries(all), required: [] };
}

/** Fields with what is said of them. */
export function fields(
  names: readonly string[],
  typeOf: (name: string) => TypeSpec,
  told: (name: string) => Told,
): Fields {
  return Object.fromEntries(names.map((name) => [name, { ...typeOf(name), ...told(name) }]));
}
