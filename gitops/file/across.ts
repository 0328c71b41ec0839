import { providerKind } from "../../provider/kinds";
import { KINDS, type Kind } from "../../provider/kinds/names";
import type { FoundDocument } from "./document";
import type { Findings } from "./problems/findings";
import { type Entry, follow, pointOf, textAt } from "./yaml/located";
import { renderPlace, type Span } from "./yaml/source";

/** A file and what it declares. */
export interface FoundFile {
  readonly file: string;
  readonly document: FoundDocument;
}

/** Checks what no file shows by itself: each connection and each project is declared once. */
export function checkAcross(files: readonly FoundFile[], findings: Findings): void {
  checkAdoptions(files, findings);
  for (const kind of KINDS) if (providerKind(kind).project) checkProjects(kind, files, findings);
}

function checkAdoptions(files: readonly FoundFile[], findings: Findings): void {
  const seen = new Map<string, { path: string; span: Span }>();
  for (const { kind, name, entry } of files.flatMap(({ document }) => document.connections)) {
    const id = textAt(entry.value, "adopt");
    if (id === undefined) continue;
    const path = `${kind}.${name}`;
    const span = pointOf(follow(entry, ["adopt"]).entry);
    const key = `${kind} ${id}`;
    const first = seen.get(key);
    if (first === undefined) seen.set(key, { path, span });
    else {
      const place = renderPlace(first.span.source.place(first.span.start));
      const message = `names the connection that ${first.path} takes over already (${place}); one connection is declared once`;
      findings.report({ span, path: `${path}.adopt`, message });
    }
  }
}

/** Two stacks with one project would each take the other's connections for ones that nobody manages. */
function checkProjects(kind: Kind, files: readonly FoundFile[], findings: Findings): void {
  const seen = new Map<string | undefined, { file: string; span: Span }>();
  for (const { file, document } of files) {
    const connections = document.fields.get(kind);
    const isUsed = document.connections.some((one) => one.kind === kind);
    if (!isUsed || connections === undefined) continue;
    const named = document.fields.get("project");
    const project = projectOf(named);
    const span = named === undefined ? (connections.key ?? connections.written) : pointOf(named);
    const first = seen.get(project);
    if (first === undefined) seen.set(project, { file, span });
    else {
      const place = renderPlace(first.span.source.place(first.span.start));
      const message =
        project === undefined
          ? `holds connections of no project, like ${first.file} (${place}): both would be the same one; name it as project, above`
          : `is the project of ${first.file} already (${place}); one project is declared in one file`;
      findings.report({ span, path: project === undefined ? kind : "project", message });
    }
  }
}

function projectOf(entry: Entry | undefined): string | undefined {
  return entry?.value.kind === "scalar" && typeof entry.value.value === "string"
    ? entry.value.value
    : undefined;
}
