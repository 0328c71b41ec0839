import { isDeepStrictEqual } from "node:util";
import { visible } from "../../provider/text/visible";
import { differences } from "../engine/differences";
import type { ConnectionReport, FieldChange, Report, StackReport } from "../report/schema";
import { showChange } from "../report/values";
import { hasFailed } from "./context";
import { asFileFields } from "./fileReport";
import { listed } from "./pulumiWords";

/**
 * Refuses what differs from the plan that was reviewed.
 *
 * @throws Error that names each connection that would be treated otherwise; or, where a stack cannot be planned any
 * more, that says why.
 */
export function refuseOtherPlan(reviewed: Report, now: Report): void {
  const before = changesIn(reviewed);
  const after = changesIn(now);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const different = names.filter((name) => !isAsReviewed(before.get(name), after.get(name)));
  const unfinished = reviewed.stacks.filter((stack) => hasFailed(stack) && isChanged(stack.name, now));
  if (unfinished.length > 0)
    throw new Error(
      `The plan of ${listed(unfinished.map(({ name }) => name))} had failed, or was interrupted: nobody can have reviewed the whole of it. Nothing was done. Make a new plan and have it reviewed.`,
    );
  const failures = failuresIn(now);
  if (different.length === 0) return;
  if (failures.length > 0)
    throw new Error(`What was reviewed cannot be done. Nothing was done.\n${failures.join("\n")}`);
  const list = different.map((name) => {
    const [was, is] = [before.get(name), after.get(name)];
    const [then, today] = [what(was, is), what(is, was)];
    const difference = then === today ? "and the file declares it otherwise now" : `now it would be ${today}`;
    return `  ${name}: ${then} was reviewed, ${difference}`;
  });
  throw new Error(
    `What would be done is no longer what was reviewed. Nothing was done.\n${[...list, ...undeclaredIn(now)].join("\n")}\nMake a new plan and have it reviewed.`,
  );
}

function isChanged(stack: string, { stacks }: Report): boolean {
  const connections = stacks.find(({ name }) => name === stack)?.connections ?? [];
  return connections.some(({ change }) => change !== "none");
}

/** What is to become of a connection. */
interface Changed extends Pick<ConnectionReport, "change" | "fields" | "id" | "declaration"> {
  /** What a connection that does not exist yet is to be. Of any other `fields` tell, and this where its credentials are from. */
  readonly made: readonly FieldChange[];
}

/** What plans of earlier versions do not tell; there the fingerprint of the declaration alone stands for it. */
const TOLD_LATER = [
  "project",
  "verify",
  "deletionProtection",
  "allowDuplicate",
  "credentials.baseUrl",
  "credentials.username",
];

function isAsReviewed(was: Changed | undefined, is: Changed | undefined): boolean {
  const isLeft = (one: Changed | undefined) => one === undefined || one.change === "none";
  if (isLeft(was) && isLeft(is) && (was === undefined || is === undefined)) return true;
  const isKnown = ({ path }: FieldChange) =>
    !TOLD_LATER.includes(path) || was?.made.some((one) => one.path === path);
  return isDeepStrictEqual(was, is && { ...is, made: is.made.filter(isKnown) });
}

/** What is to be done, by stack, kind and name. */
function changesIn({ stacks }: Report): Map<string, Changed> {
  return new Map(
    stacks.flatMap((stack) =>
      stack.connections.map((connection) => [
        `${stack.name}/${connection.name} (${connection.kind})`,
        changeOf(stack, connection),
      ]),
    ),
  );
}

/** Of what stays as it is, it matters where its credentials are from: the next change of them takes it from there. */
function changeOf(stack: StackReport, connection: ConnectionReport): Changed {
  const { change, fields, id, declaration } = connection;
  const told = change === "create" ? declaredIn(stack, connection) : credentialsIn(connection);
  const made = asFileFields(differences(connection.kind, {}, told)).map(inOneOrder);
  if (change === "none") return { change, fields: [], made };
  return {
    ...{ change, fields: fields.map(inOneOrder), made },
    ...(id === undefined ? {} : { id }),
    ...(declaration === undefined ? {} : { declaration }),
  };
}

/** Sets were told in another order by earlier versions. */
function inOneOrder({ added, removed, ...field }: FieldChange): FieldChange {
  const sorted = (entries: NonNullable<FieldChange["added"]>) =>
    [...entries].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  return {
    ...field,
    ...(added && { added: sorted(added) }),
    ...(removed && { removed: sorted(removed) }),
  };
}

/** Everything that a plan says of a connection that is to be made. */
function declaredIn({ project }: StackReport, connection: ConnectionReport) {
  const { host, label, repositories, services, lookbackDays, isActive } = connection;
  const { verify, deletionProtection, allowDuplicate } = connection;
  return {
    ...{ project, host, label, repositories, serviceMappings: services, lookbackDays, isActive },
    ...{ verify, deletionProtection, allowDuplicate },
    ...credentialsIn(connection),
  };
}

/** Where the credentials of a connection are from, and where they go. */
function credentialsIn({ credentials }: ConnectionReport) {
  return {
    credentialsFrom: credentials.from,
    "credentials.baseUrl": credentials.baseUrl,
    "credentials.username": credentials.username,
  };
}

function failuresIn({ stacks }: Report): string[] {
  return stacks.flatMap(({ name: stack, errors, connections }) => [
    ...errors.map((error) => `  ${stack}: ${error}`),
    ...connections.flatMap(({ name, kind, error }) =>
      error === undefined ? [] : [`  ${stack}/${name} (${kind}): ${error}`],
    ),
  ]);
}

/** What there is to say of stacks without a file, which nobody deletes by a plan alone. */
function undeclaredIn({ stacks }: Report): string[] {
  return stacks
    .filter(({ file }) => file === undefined)
    .flatMap(({ name, notes }) => notes.map((note) => `  ${name}: ${note}`));
}

function what(changed: Changed | undefined, other: Changed | undefined): string {
  if (changed === undefined) return "nothing";
  const { change, fields, id, made } = changed;
  const apart = made.filter((field) => other?.made.every((one) => !isDeepStrictEqual(one, field)));
  const details = [...(id === undefined ? [] : [`of ${visible(id)}`]), ...[...fields, ...apart].map(inWords)];
  const name = change === "none" ? "no change" : change;
  return details.length === 0 ? name : `${name} (${details.join(", ")})`;
}

function inWords(field: FieldChange): string {
  const change = showChange(field);
  switch (change.form) {
    case "replaced":
      return `${change.path} ${change.from} → ${change.to}`;
    case "set":
      return [
        change.path,
        ...change.added.map((one) => `+ ${one}`),
        ...change.removed.map((one) => `- ${one}`),
      ].join(" ");
    case "changed":
      return change.path;
  }
}
