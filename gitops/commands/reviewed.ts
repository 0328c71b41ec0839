import { isDeepStrictEqual } from "node:util";
import type { ConnectionReport, FieldChange, Report } from "../report/schema";
import { showChange } from "../report/values";
import { visible } from "../report/visible";

/**
 * Refuses what differs from the plan that was reviewed.
 *
 * @throws Error that names each connection that would be treated otherwise.
 */
export function refuseOtherPlan(reviewed: Report, now: Report): void {
  const before = changesIn(reviewed);
  const after = changesIn(now);
  const names = [...new Set([...before.keys(), ...after.keys()])].sort();
  const different = names.filter((name) => !isDeepStrictEqual(before.get(name), after.get(name)));
  if (different.length === 0) return;
  const list = different.map(
    (name) => `  ${name}: ${what(before.get(name))} was reviewed, now it would be ${what(after.get(name))}`,
  );
  throw new Error(
    `What would be done is no longer what was reviewed. Nothing was done.\n${list.join("\n")}\nMake a new plan and have it reviewed.`,
  );
}

type Changed = Pick<ConnectionReport, "change" | "fields" | "id">;

/** What is to be done, by stack, kind and name. */
function changesIn({ stacks }: Report): Map<string, Changed> {
  return new Map(
    stacks.flatMap((stack) =>
      stack.connections
        .filter(({ change }) => change !== "none")
        .map(({ kind, name, change, fields, id }) => [
          `${stack.name}/${name} (${kind})`,
          { change, fields, ...(id === undefined ? {} : { id }) },
        ]),
    ),
  );
}

function what(changed: Changed | undefined): string {
  if (changed === undefined) return "nothing";
  const { change, fields, id } = changed;
  const details = [...(id === undefined ? [] : [`of ${visible(id)}`]), ...fields.map(inWords)];
  return details.length === 0 ? change : `${change} (${details.join(", ")})`;
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
