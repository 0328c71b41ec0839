import { kind as coregit } from "./coregit/kind";
import type { ProviderKind } from "./kinds/kind";
import { type ByKind, KINDS, type Kind } from "./kinds/names";
import { keepingTime } from "./kinds/timeLimits";
import { kind as sigsentry } from "./sigsentry/kind";

const REGISTRY: ByKind<ProviderKind> = { sigsentry: keepingTime(sigsentry), coregit: keepingTime(coregit) };

/** What the provider knows of a kind. */
export function providerKind(kind: Kind): ProviderKind {
  return REGISTRY[kind];
}

/** The kind whose resources have this type in Pulumi, whoever hosts them; `undefined`: none. */
export function kindOfType(type: string): Kind | undefined {
  return KINDS.find((kind) => [providerKind(kind).type, providerKind(kind).pluginType].includes(type));
}
