import { expect, it } from "vitest";
import { snapshotOf } from "./snapshot";

const resource = (type: string, id?: string) => ({ type, id, urn: `urn:pulumi:dev::shop::${type}::it` });

it("tells what the files' program declares from what another program declares under the plugin", () => {
  const { recorded, underPlugin } = snapshotOf({
    resources: [
      resource("pulumi:pulumi:Stack"),
      resource("pulumi-nodejs:dynamic/sigsentry:RepoConnection", "rc_1"),
      resource("sigsentry:index:RepoConnection", "rc_2"),
      resource("coregit:index:Connection", "V1StGXR8"),
      resource("random:index:Password", "none"),
    ],
  });
  const named = (all: typeof recorded) => all.map(({ kind, id }) => [kind, id]);
  expect(named(recorded)).toEqual([["sigsentry", "rc_1"]]);
  expect(named(underPlugin)).toEqual([
    ["sigsentry", "rc_2"],
    ["coregit", "V1StGXR8"],
  ]);
});
