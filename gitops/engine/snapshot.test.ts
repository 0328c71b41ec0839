import { expect, it } from "vitest";
import { snapshotOf } from "./snapshot";

const resource = (type: string, id?: string) => ({ type, id, urn: `urn:pulumi:dev::shop::${type}::it` });

it("finds the connections of a state, whoever manages them", () => {
  const { recorded } = snapshotOf({
    resources: [
      resource("pulumi:pulumi:Stack"),
      resource("pulumi-nodejs:dynamic/sigsentry:RepoConnection", "rc_1"),
      resource("sigsentry:index:RepoConnection", "rc_2"),
      resource("coregit:index:Connection", "V1StGXR8"),
      resource("random:index:Password", "none"),
    ],
  });
  expect(recorded.map(({ kind, id }) => [kind, id])).toEqual([
    ["sigsentry", "rc_1"],
    ["sigsentry", "rc_2"],
    ["coregit", "V1StGXR8"],
  ]);
});
