import type { z } from "zod";
import { KINDS } from "../../provider/kinds/names";
import { connectionAt, type FoundConnection, pathOf } from "./connection";
import { together } from "./defaults";
import { type Defaults, defaultsForm, defaultsOfAll, documentForm, IGNORED } from "./documentForm";
import { NAME } from "./names";
import type { Findings } from "./problems/findings";
import { problemsWithForm } from "./problems/formProblems";
import { reportProblems } from "./problems/reportProblems";
import {
  type Entry,
  follow,
  type LocatedMap,
  type LocatedScalar,
  mapAt,
  plainMap,
  pointOf,
  textAt,
} from "./yaml/located";

/** What defaults a file adds, its own or those of a whole folder. */
export interface FoundDefaults {
  /** Under `defaults`; absent where there are none. */
  readonly located: LocatedMap | undefined;
  readonly values: Defaults;
}

/** No defaults. */
export const NO_DEFAULTS: FoundDefaults = { located: undefined, values: {} };

/** A file that declares connections. */
export interface FoundDocument {
  /** The file's fields. */
  readonly fields: ReadonlyMap<string, Entry>;
  readonly defaults: Defaults;
  /** A kind after the other. */
  readonly connections: readonly FoundConnection[];
}

/** Checks what a file declares. */
export function checkDocument(
  root: LocatedMap | LocatedScalar,
  shared: FoundDefaults,
  findings: Findings,
): FoundDocument | undefined {
  if (root.kind === "scalar") {
    const file = root.span.source.file;
    findings.reportFile(
      file,
      "declares nothing; to have no connections in this stack, write `sigsentry: {}`",
    );
    return undefined;
  }
  const document = checkFields(root, documentForm, findings);
  const own = foundDefaults(document);
  const defaults = [own.located, shared.located].filter((map) => map !== undefined);
  checkNames(document, findings);
  checkFormerNames(document, findings);
  const connections = KINDS.flatMap((kind) =>
    Array.from(mapAt(document, kind)?.entries ?? [], ([name, entry]) =>
      connectionAt(kind, name, entry, defaults, findings),
    ),
  );
  return {
    fields: document.entries,
    defaults: together(own.values, shared.values),
    connections: connections.filter((found) => found !== undefined),
  };
}

/** Checks what the defaults of a folder say. */
export function checkDefaults(root: LocatedMap | LocatedScalar, findings: Findings): FoundDefaults {
  return root.kind === "scalar" ? NO_DEFAULTS : foundDefaults(checkFields(root, defaultsForm, findings));
}

/** Reports what is wrong with the fields of a file; leaves out those that are not looked at. */
function checkFields(root: LocatedMap, form: z.ZodType, findings: Findings): LocatedMap {
  const map = { ...root, entries: new Map([...root.entries].filter(([name]) => !IGNORED.test(name))) };
  const entry: Entry = { key: undefined, written: root.span, value: map };
  const problems = problemsWithForm(form, plainMap(map), entry);
  reportProblems(findings, { root: entry, path: "", isConnection: false }, problems);
  return map;
}

function foundDefaults(document: LocatedMap): FoundDefaults {
  const located = mapAt(document, "defaults");
  if (located === undefined) return NO_DEFAULTS;
  return { located, values: defaultsOfAll.safeParse(plainMap(located)).data ?? {} };
}

/** All kinds share the names, so that a name alone says which connection is meant. */
function checkNames(document: LocatedMap, findings: Findings): void {
  const seen = new Map<string, number>();
  for (const kind of KINDS) {
    for (const [name, entry] of mapAt(document, kind)?.entries ?? []) {
      const span = entry.key ?? pointOf(entry);
      const path = pathOf(kind, name, entry);
      const earlier = seen.get(name);
      if (!NAME.test(name)) findings.report({ span, path, message: NAME_MESSAGE });
      if (earlier !== undefined) {
        findings.report({
          span,
          path,
          message: `is the name of a connection in line ${earlier} already; choose another`,
        });
      }
      seen.set(name, span.source.place(span.start).line);
    }
  }
}

const NAME_MESSAGE =
  "is no name for a connection: 1 to 100 letters, digits, dots, hyphens and underscores, a letter or digit first";

/** A former name is nobody's name any more, and that of one connection only. */
function checkFormerNames(document: LocatedMap, findings: Findings): void {
  for (const kind of KINDS) {
    const connections = mapAt(document, kind)?.entries ?? new Map<string, Entry>();
    const takenBy = new Map<string, string>();
    for (const [name, entry] of connections) {
      const former = entry.value.kind === "map" ? textAt(entry.value, "renamedFrom") : undefined;
      if (former === undefined) continue;
      const message = connections.has(former)
        ? `names ${former}, which is declared here too: ${former === name ? "take the line out" : "one connection has one name"}`
        : takenBy.has(former) && `names ${former}, which ${takenBy.get(former)} was called already`;
      const span = pointOf(follow(entry, ["renamedFrom"]).entry);
      if (message) findings.report({ span, path: `${kind}.${name}.renamedFrom`, message });
      takenBy.set(former, name);
    }
  }
}
