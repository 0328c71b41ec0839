import { z } from "zod";
import type { Properties } from "../../provider/contract";
import { providerKind } from "../../provider/kinds";
import type { Kind } from "../../provider/kinds/names";
import type { Change, ConnectionReport, FieldChange } from "../report/schema";
import { differences } from "./differences";
import type { Side, Step } from "./steps";

const text = z.string().optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const time = z.iso.datetime().optional().catch(undefined);
const source = z.union([
  z.object({ env: z.string() }).transform(({ env }) => `env ${env}`),
  z.object({ file: z.string() }).transform(({ file }) => `file ${file}`),
]);
/** What is no secret may be written out or referred to. */
const open = z.union([z.string(), source]).optional().catch(undefined);

/** What a report shows of a connection besides its differences, as far as it is there and has the known form. */
const shown = z.object({
  label: text,
  repositories: z.array(z.string()).optional().catch(undefined),
  serviceMappings: z
    .array(
      z.object({
        serviceName: z.string(),
        repo: z.string(),
        pathPrefix: z.string(),
        defaultBranch: z.string(),
      }),
    )
    .optional()
    .catch(undefined),
  lookbackDays: z.int().optional().catch(undefined),
  isActive: flag,
  verify: flag,
  deletionProtection: flag,
  allowDuplicate: flag,
  externalUsername: text,
  status: z
    .object({
      valid: z.boolean(),
      username: z.string().optional(),
      error: z.string().optional(),
      checkedAt: z.string(),
    })
    .optional()
    .catch(undefined),
  createdAt: text,
  updatedAt: text,
  lastSyncedAt: text,
});

/** What is known of credentials. */
const shownCredentials = z.object({
  from: source.optional().catch(undefined),
  baseUrl: open,
  username: open,
  version: z.int().optional().catch(undefined),
  changedAt: time,
});

/** What a file says of a connection's credentials, its references in words: `env GITHUB_TOKEN`. */
export type DeclaredCredentials = Pick<ConnectionReport["credentials"], "from" | "baseUrl" | "username">;

/** What the service tells of its own accord and no file declares, and is worth a look when it changes. */
const OBSERVED = ["externalUsername"] as const;

/**
 * What a step does to a connection, as a report tells it.
 *
 * @param drift whether the step is a refresh's: what it finds was done at the service.
 * @param declared what the file says of the credentials, as far as the engine cannot tell.
 */
export function connectionReport(
  step: Step,
  drift: boolean,
  declared: DeclaredCredentials | undefined,
): ConnectionReport {
  const change = changeOf(step, drift);
  const side = step.op === "delete" ? step.old : (step.new ?? step.old);
  const properties = { ...servedBefore(step), ...side?.inputs, ...side?.outputs };
  const known = shown.parse(properties);
  const error = step.errors.length > 0 ? { error: step.errors.join("\n") } : {};
  const { label, repositories, serviceMappings, lookbackDays, isActive, verify, deletionProtection } = known;
  // Only a creation looks at it.
  const allowDuplicate = change === "create" ? known.allowDuplicate : undefined;
  const { externalUsername, status, createdAt, updatedAt, lastSyncedAt } = known;
  return {
    name: step.name,
    kind: step.kind,
    host: text.parse(properties[providerKind(step.kind).host]) ?? "unknown",
    id: step.new?.id ?? step.old?.id,
    change,
    fields: fieldsOf(step, change),
    ...error,
    ...{ label, repositories, services: serviceMappings, lookbackDays, isActive },
    ...{ verify, deletionProtection, allowDuplicate },
    credentials: credentialsOf(step.kind, properties, declared),
    ...{ externalUsername, status, createdAt, updatedAt, lastSyncedAt },
  };
}

/**
 * What the service gave stays as it was until something is done; a preview has none of it. Credentials that are declared
 * otherwise now are elsewhere, or nowhere.
 */
function servedBefore({ kind, old }: Step): Properties {
  const { credentials } = providerKind(kind);
  return { ...old?.outputs, [credentials.name]: undefined, [credentials.from]: undefined };
}

function changeOf(step: Step, drift: boolean): Change {
  if (step.op === "same") return step.renamedFrom === undefined ? "none" : "rename";
  if (drift) return step.op === "delete" ? "gone" : fieldsOf(step, "drifted").length > 0 ? "drifted" : "none";
  return step.op === "create" && step.new?.inputs.adopt !== undefined ? "adopt" : step.op;
}

function fieldsOf(step: Step, change: Change): FieldChange[] {
  const { old, new: next } = step;
  if (old === undefined || next === undefined) return [];
  if (change === "rename") return renamed(step);
  if (change === "update" || change === "replace")
    return [...differences(step.kind, old.inputs, next.inputs), ...renamed(step)].sort(byPath);
  if (change !== "drifted") return [];
  return differences(step.kind, withObserved(old), withObserved(next));
}

/** The name is a field like any other, though no service knows it. */
function renamed({ name, renamedFrom }: Step): FieldChange[] {
  return renamedFrom === undefined ? [] : [{ path: "name", from: renamedFrom, to: name }];
}

const byPath = (one: FieldChange, other: FieldChange) => (one.path < other.path ? -1 : 1);

function withObserved({ inputs, outputs }: Side) {
  const observed = OBSERVED.filter((name) => outputs[name] !== undefined);
  return { ...inputs, ...Object.fromEntries(observed.map((name) => [name, outputs[name]])) };
}

function credentialsOf(
  kind: Kind,
  properties: Properties,
  declared: DeclaredCredentials | undefined,
): ConnectionReport["credentials"] {
  const { credentials } = providerKind(kind);
  const { from: references } = credentials.referencesOf(properties[credentials.from]);
  const secret = Object.keys(references).find((field) => !credentials.openFields.includes(field));
  const known = shownCredentials.parse({
    ...references,
    from: secret && references[secret],
    version: properties[credentials.version],
    changedAt: properties[credentials.changedAt],
  });
  const { from, version, changedAt } = known;
  const { baseUrl, username } = (from === undefined ? declared : known) ?? {};
  // A file gives a credential as such by no other reference; its name is not recorded.
  const isGiven = properties[credentials.name] !== undefined;
  return {
    from: from ?? declared?.from ?? (isGiven ? "config" : undefined),
    ...{ baseUrl, username, version, changedAt },
  };
}
