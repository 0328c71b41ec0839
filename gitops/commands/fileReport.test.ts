import { expect, it } from "vitest";
import type { ConnectionReport, StackReport } from "../report/schema";
import { declarations } from "../testing/declared";
import { asItsFileSays } from "./fileReport";

const FILE = `project: prj_1
sigsentry:
  a: { platform: github, repositories: [a/b], credentials: { token: { env: A } } }
  b: { platform: github, repositories: [a/b], credentials: { token: { env: A } } }
coregit:
  c: { provider: github, label: c, accessToken: { env: A } }
`;

const connection = (name: string, more: Partial<ConnectionReport>): ConnectionReport => ({
  ...{ name, kind: name === "c" ? "coregit" : "sigsentry", host: "github" },
  ...{ change: "update", fields: [], credentials: {} },
  ...more,
});

const EMPTY: StackReport = { name: "pay", connections: [], errors: [], notes: [] };

/** A stack's part of a report, as the file above says it. */
function said(report: Partial<StackReport>): StackReport {
  const [declared] = declarations({ "connections/pay.yaml": FILE }).stacks;
  return asItsFileSays({ ...EMPTY, ...report }, { name: "pay", declared, exists: true });
}

it("an error of a connection has the place of what it is about", () => {
  const errors = [
    connection("a", { error: "credentialsFrom.token: the value changed" }),
    connection("b", { error: "SigSentry answered 403 WRONG_PROJECT: No. Or correct projectId." }),
    connection("c", { error: "Coregit answered 404: No. Run `pulumi refresh`." }),
    connection("gone", { error: "SigSentry answered 404: No." }),
  ];
  const { connections } = said({ connections: errors });
  const words = [
    "connections/pay.yaml:3:69: credentials.token: the value changed",
    "connections/pay.yaml:1:10: SigSentry answered 403 WRONG_PROJECT: No. Or correct project in the file.",
    "connections/pay.yaml:6:6: Coregit answered 404: No. Run `pulumi refresh --stack pay`.",
    "SigSentry answered 404: No.",
  ];
  expect(connections.map(({ error }) => error)).toEqual(words);
  expect(said({ connections }).connections).toEqual(connections);
});

it("an error that several connections have has the place of the first; one of a setting has none", () => {
  const { errors, notes } = said({
    errors: [
      "a, b: projectId: is missing",
      "c: coregit:apiKey: is not set",
      "c: COREGIT_BASE_URL: is not a URL",
      "x: unknown",
      "The stack is locked.",
    ],
    notes: ["c: run `pulumi up`"],
  });
  expect(errors).toEqual([
    "connections/pay.yaml:1:10: a, b: project: is missing",
    "c: coregit:apiKey: is not set",
    "c: COREGIT_BASE_URL: is not a URL",
    "x: unknown",
    "The stack is locked.",
  ]);
  expect(notes).toEqual(["c: run `repo-connections apply --stack pay`"]);
});

it("repositories and mappings stand in the file's order, what it does not have last", () => {
  const mapping = (serviceName: string, repo: string, pathPrefix = "", defaultBranch = "main") => ({
    ...{ serviceName, repo, pathPrefix, defaultBranch },
  });
  const file = `project: prj_1
sigsentry:
  a:
    platform: github
    credentials: { token: { env: A } }
    repositories: [z/z, a/a, m/m]
    serviceMappings:
      - { serviceName: z, repo: z/z }
      - { serviceName: a, repo: z/z, pathPrefix: b }
      - { serviceName: a, repo: z/z, pathPrefix: a, defaultBranch: trunk }
`;
  const [declared] = declarations({ "connections/pay.yaml": file }).stacks;
  const sorted = connection("a", {
    repositories: ["a/a", "b/by-hand", "m/m", "z/z"],
    services: [mapping("a", "z/z", "a", "trunk"), mapping("a", "z/z", "b"), mapping("z", "z/z")],
    fields: [
      { path: "repositories", added: ["m/m", "z/z"], removed: ["b/b", "a/b"] },
      { path: "serviceMappings", added: [mapping("a", "z/z", "b"), mapping("z", "z/z")] },
    ],
  });
  const shard = { name: "pay", declared, exists: true };
  expect(asItsFileSays({ ...EMPTY, connections: [sorted] }, shard).connections).toEqual([
    {
      ...sorted,
      repositories: ["z/z", "a/a", "m/m", "b/by-hand"],
      services: [mapping("z", "z/z"), mapping("a", "z/z", "b"), mapping("a", "z/z", "a", "trunk")],
      fields: [
        { path: "repositories", added: ["z/z", "m/m"], removed: ["b/b", "a/b"] },
        { path: "serviceMappings", added: [mapping("z", "z/z"), mapping("a", "z/z", "b")] },
      ],
    },
  ]);
  const others = [
    { ...sorted, name: "gone" },
    { ...sorted, kind: "coregit" as const },
  ];
  expect(asItsFileSays({ ...EMPTY, connections: others }, shard).connections).toEqual(others);
  expect(
    asItsFileSays({ ...EMPTY, connections: [sorted] }, { ...shard, declared: undefined }).connections,
  ).toEqual([sorted]);
});

it("a field is called as the file calls it, and a reference that was a value is one change", () => {
  const fields = [
    { path: "credentials", from: "[secret]" },
    { path: "credentialsFrom", to: { token: { env: "A" } } },
    { path: "projectId", from: "prj_0", to: "prj_1" },
  ];
  expect(said({ connections: [connection("a", { fields })] }).connections[0]?.fields).toEqual([
    { path: "credentials", from: "[secret]", to: { token: { env: "A" } } },
    { path: "project", from: "prj_0", to: "prj_1" },
  ]);
});
