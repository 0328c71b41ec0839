import { isAlias, isMap, isScalar, isSeq, type ParsedNode, type Scalar } from "yaml";
import { KINDS } from "../../provider/kinds/names";
import { IGNORED } from "./documentForm";
import { FIELD_NAMES, isOpenField, isSecretField, looksLikeField } from "./fieldNames";
import { keep, reference } from "./references";

/** Part of a text. */
export type Range = readonly [start: number, end: number];

/** What of a file's text may be shown in a message; of what is neither, comments above all, little is. */
export interface Visibility {
  readonly shown: readonly Range[];
  readonly hidden: readonly Range[];
}

/** Where a node stands. */
interface Context {
  /** Under which names. */
  readonly path: readonly string[];
  /** Whether all of them are of the format, or are names that users give. */
  readonly isKnown: boolean;
  readonly isInSecrets: boolean;
  /** Whether what stands here is a value that may be shown. */
  readonly isOpen: boolean;
}

/**
 * Shown are known fields and their values where no secret belongs. Whatever stands where the format has nothing may be a
 * secret that was put into the wrong place, or under a name with a slip of the hand, and is hidden.
 */
export function visibilityOf(contents: ParsedNode | null, text: string): Visibility {
  const shown: Range[] = [];
  const hidden: Range[] = [];
  const place = (node: Scalar | undefined, isShown: boolean) => {
    const [start, end] = node?.range ?? [0, 0];
    if (end > start) (isShown ? shown : hidden).push([start, end]);
  };

  const look = (node: unknown, context: Context): void => {
    if (isScalar(node)) place(node, context.isOpen && !isOnSeveralLines(node, text));
    if (isSeq(node)) for (const item of node.items) look(item, context);
    if (!isMap(node)) return;
    const isReference = node.items.length === 1 && reference.safeParse(node.toJSON()).success;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      const isField = FIELD_NAMES.has(name) || isGivenName(context.path, name, value);
      place(key, isField || (context.isKnown && !context.isInSecrets && looksLikeField(name)));
      look(value, {
        path: [...context.path, name],
        isKnown: context.isKnown && isField && !IGNORED.test(name),
        isInSecrets: context.isInSecrets || isSecretField(name),
        isOpen: isReference || isOpenField(name, context.isInSecrets) || isKeep(name, value),
      });
    }
  };
  look(contents, { path: [], isKnown: true, isInSecrets: false, isOpen: false });
  return { shown, hidden };
}

/** A line whose key was lost becomes part of the value above it. */
function isOnSeveralLines({ range }: Scalar, text: string): boolean {
  return text.slice(range?.[0], range?.[1]).includes("\n");
}

/** The names of connections, and of fields that are not looked at. */
function isGivenName(path: readonly string[], name: string, value: unknown): boolean {
  const [kind, ...deeper] = path;
  if (kind === undefined) return IGNORED.test(name);
  const isConnection = isMap(value) || isAlias(value);
  return isConnection && deeper.length === 0 && KINDS.some((one) => one === kind);
}

function isKeep(name: string, value: unknown): boolean {
  return isSecretField(name) && isScalar(value) && value.value === keep.value;
}
