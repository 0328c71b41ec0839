import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { HELP } from "../../../gitops/kinds/help";
import { providerKind } from "../../../provider/kinds";
import { SERVICE_NAMES } from "../../../provider/kinds/names";
import { lookupsOf } from "./lookups";
import { readme, settingIn } from "./settings";
import type { Source } from "./source";
import type { Fields, PackageSpec, ResourceSpec } from "./spec";
import { fields, type Told, Types } from "./types";

const ROOT = join(__dirname, "../../..");

const manifest = z
  .object({ name: z.string(), version: z.string(), license: z.string() })
  .parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));

/** The package schema of the provider that manages a kind's connections. */
export function packageOf(source: Source): PackageSpec {
  const { kind } = source;
  const types = new Types(kind, source.types);
  const service = SERVICE_NAMES[kind];
  const { found, functions } = lookupsOf(source, types);
  return {
    name: kind,
    displayName: service,
    version: manifest.version,
    description: `Connections through which ${service} reads your code.`,
    keywords: ["pulumi", kind, "category/utility", "kind/native"],
    homepage: HELP[kind].documentation,
    license: manifest.license,
    publisher: authors(),
    language: {
      // The module that `pulumi import` imports in what it writes: it has the kind's classes by their names.
      nodejs: { packageName: `${manifest.name}/plugin/${kind}`, respectSchemaVersion: true },
      python: { respectSchemaVersion: true },
      go: { respectSchemaVersion: true },
      csharp: { respectSchemaVersion: true },
    },
    config: { variables: settingsOf(source, true) },
    types: { ...types.specs(), ...found },
    provider: {
      description: `How ${service} is reached.`,
      inputProperties: settingsOf(source, false),
    },
    resources: { [types.token(source.resource)]: resourceOf(source, types) },
    functions,
  };
}

function authors(): string {
  const [, found = ""] =
    /^Copyright \(c\) \d+ (.+)$/m.exec(readFileSync(join(ROOT, "LICENSE"), "utf8")) ?? [];
  return found;
}

/**
 * The settings, as a stack's configuration or a provider's arguments have them.
 *
 * Only the configuration tells what stands for a setting that is missing. A generated SDK would write that into the
 * arguments of a provider itself: the key would lie in the state, and an address from the configuration could not be
 * told any more from one that belongs to the environment's key.
 */
function settingsOf({ kind, settings: { keys, defaults } }: Source, withDefaults: boolean): Fields {
  const document = readme();
  const nameOf = (key: string) => key.slice(kind.length + 1);
  const told = (key: string) => {
    const name = nameOf(key);
    const { variable, description } = settingIn(document, key);
    const value = defaults[name];
    return {
      type: typeof value === "number" ? "number" : "string",
      description,
      ...(withDefaults && value !== undefined ? { default: value } : {}),
      ...(withDefaults ? { defaultInfo: { environment: [variable] } } : {}),
      ...(name === "apiKey" ? ({ secret: true } as const) : {}),
    };
  };
  return Object.fromEntries(keys.map((key) => [nameOf(key), told(key)]));
}

function resourceOf(source: Source, types: Types): ResourceSpec {
  const { comments, resource, argumentsIn, choice } = source;
  const { secrets, type, credentials } = providerKind(source.kind);
  const inputs = types.fieldsOf(source.declared, "input");
  const state = types.fieldsOf(source.recorded, "output");
  // The class that both hosts share. What is recorded for the provider's own use is no property of it.
  const properties = comments.members(`${resource}Resource`);
  const chosen = [credentials.name, credentials.from];
  const common = (name: string) => ({
    ...(secrets.includes(name) ? ({ secret: true } as const) : {}),
    ...(source.replacing.includes(name) ? ({ willReplaceOnChanges: true } as const) : {}),
  });
  const toldOfInput = (name: string): Told => ({
    description: [
      comments.ofMember(argumentsIn, name),
      ...(chosen.includes(name) ? [comments.of(choice)] : []),
    ].join("\n\n"),
    ...defaultOf(source, name),
    ...common(name),
  });
  return {
    description: comments.of(resource),
    inputProperties: fields(inputs.names, inputs.typeOf, toldOfInput),
    requiredInputs: inputs.required,
    properties: fields(
      properties,
      (name) => (inputs.names.includes(name) ? inputs : state).typeOf(name),
      (name) => ({ description: comments.of(`${resource}Resource.${name}`), ...common(name) }),
    ),
    required: properties.filter((name) => state.required.includes(name)),
    aliases: [{ type }],
  };
}

/** A version that is not declared counts by itself: to declare its default would stop it. */
function defaultOf({ kind, defaults }: Source, name: string): Pick<Told, "default"> {
  const value = defaults[name];
  const isCounted = name === providerKind(kind).credentials.version;
  const isPlain = typeof value === "string" || typeof value === "number" || typeof value === "boolean";
  return isPlain && !isCounted ? { default: value } : {};
}
