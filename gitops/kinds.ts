import type { ByKind, Kind } from "../provider/kinds/names";
import { kind as coregit } from "./kinds/coregit/kind";
import type { GitopsKind } from "./kinds/kind";
import { kind as sigsentry } from "./kinds/sigsentry/kind";

const REGISTRY: ByKind<GitopsKind> = { sigsentry, coregit };

/** What the command knows of a kind. */
export function gitopsKind(kind: Kind): GitopsKind {
  return REGISTRY[kind];
}
