import { byKind, KINDS, type Kind } from "../../provider/kinds/names";
import type { Declared } from "../kinds/kind";
import { checkAcross, type FoundFile } from "./across";
import type { FoundConnection } from "./connection";
import type { Declarations, DeclaredStack } from "./declarations";
import { Places } from "./declarations";
import {
  checkDefaults,
  checkDocument,
  type FoundDefaults,
  type FoundDocument,
  NO_DEFAULTS,
} from "./document";
import { type DeclaringFile, findFiles } from "./files";
import { Findings } from "./problems/findings";
import type { LocatedMap, LocatedScalar } from "./yaml/located";
import { readSource, Source } from "./yaml/source";
import { parse } from "./yaml/syntax";

/**
 * Loads what the files of a project declare. Nothing but these files is read: no secret, no environment, no service.
 *
 * @param folder the project's: where `Pulumi.yaml` is.
 * @throws DeclarationsError with everything that is wrong with any of the files.
 */
export function loadDeclarations(folder: string): Declarations {
  const findings = new Findings();
  const files = findFiles(folder, findings);
  const sources: Source[] = [];
  const rootOf = (file: string): LocatedMap | LocatedScalar | undefined => {
    const source = readSource(folder, file);
    if (!(source instanceof Source)) {
      findings.reportFile(source.file, source.message);
      return undefined;
    }
    sources.push(source);
    const parsed = parse(source);
    findings.add(parsed);
    return parsed.root;
  };
  const shared =
    files.defaults === undefined ? NO_DEFAULTS : sharedDefaults(rootOf(files.defaults), findings);
  const found = files.declaring.flatMap((declaring) => {
    const root = rootOf(declaring.file);
    const document = root && checkDocument(root, shared, findings);
    return document === undefined ? [] : [{ ...declaring, document }];
  });
  checkAcross(found, findings);
  for (const source of sources) findings.reportTokens(source);
  findings.throwIfAny();
  return { folder, stacks: found.map(stackOf) };
}

function sharedDefaults(root: LocatedMap | LocatedScalar | undefined, findings: Findings): FoundDefaults {
  return root === undefined ? NO_DEFAULTS : checkDefaults(root, findings);
}

function stackOf({ name, file, document }: DeclaringFile & FoundFile): DeclaredStack {
  const { fields, defaults, connections } = document;
  const project = fields.get("project")?.value;
  return {
    name,
    file,
    ...(project?.kind === "scalar" && project.value !== null && { project: String(project.value) }),
    defaults,
    connections: byKind((kind) => byName(connections.filter((one) => one.kind === kind))),
    places: new Places(kindsIn(document), connections, fields.get("project")),
  };
}

/** The kinds, as the file has them; what it has nothing of comes last. */
function kindsIn({ fields }: FoundDocument): Kind[] {
  const written = [...fields.keys()].flatMap((field) => KINDS.filter((kind) => kind === field));
  return [...new Set([...written, ...KINDS])];
}

/** A connection left out by mistake would be deleted. */
function byName(connections: readonly FoundConnection[]): Record<string, Declared> {
  return Object.fromEntries(
    connections.map(({ kind, name, declared }) => {
      if (declared === undefined) throw new Error(`${kind}.${name} is wrong, and nothing was found to be.`);
      return [name, declared] as const;
    }),
  );
}
