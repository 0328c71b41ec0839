import type { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { PropertyDiff as Detail, DiffResponse as Response } from "@pulumi/pulumi/proto/provider_pb";
import type { Change, PropertyPath } from "../../contract";
import { changedFields } from "../../core/changes";

const KINDS = {
  add: [Detail.Kind.ADD, Detail.Kind.ADD_REPLACE],
  update: [Detail.Kind.UPDATE, Detail.Kind.UPDATE_REPLACE],
  delete: [Detail.Kind.DELETE, Detail.Kind.DELETE_REPLACE],
} as const;

/** What separates two sides, as the engine is to show it: each change at its path. */
export function differences(changes: readonly Change[]): DiffResponse {
  const replacing = changedFields({ changes: changes.filter(({ replaces }) => replaces) });
  const response = new Response()
    .setChanges(changes.length > 0 ? Response.DiffChanges.DIFF_SOME : Response.DiffChanges.DIFF_NONE)
    .setDiffsList(changedFields({ changes }))
    .setReplacesList(replacing)
    // A plan's quota counts both, and a service takes no two of the same.
    .setDeletebeforereplace(replacing.length > 0)
    .setHasdetaileddiff(true);
  for (const change of changes) response.getDetaileddiffMap().set(...detail(change));
  return response;
}

/** The engine looks the old value up where the new one stands: so of an entry that has moved, its whole list differs. */
function detail(change: Change): [string, PropertyDiff] {
  const { path, was, kind, replaces, of } = change;
  const [field = ""] = path;
  const hasMoved = was !== undefined && pathText(path) !== pathText(was);
  const [inPlace, replacing] = KINDS[hasMoved ? "update" : kind];
  const told = new Detail().setKind(replaces ? replacing : inPlace).setInputdiff(of === "input");
  return [pathText(hasMoved ? [field] : path), told];
}

/** A path as Pulumi writes it: `serviceMappings[1].pathPrefix`. */
export function pathText(path: PropertyPath): string {
  return path
    .map((step, depth) => {
      if (typeof step === "object") return `[${step.index}]`;
      if (!/^[A-Za-z_$][\w$]*$/.test(step)) return `[${JSON.stringify(step)}]`;
      return depth === 0 ? step : `.${step}`;
    })
    .join("");
}
