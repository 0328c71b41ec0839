import { expect, it, vi } from "vitest";
import type * as Provider from "../../provider/kinds";
import { kindOfType } from "../../provider/kinds";
import type * as Names from "../../provider/kinds/names";
import { KINDS, type Kind } from "../../provider/kinds/names";
import { cascadeOf } from "../commands/cascade";
import type { Found } from "../commands/found";
import { fileOf, importable } from "../commands/importable";
import { declaredCredentials } from "../commands/references";
import { declaredIn } from "../commands/survey/connections";
import { connectionReport } from "../engine/connectionReport";
import { appendConnections, connectionsJsonSchema, type DeclaredStack, doubtsIn, unmetNeeds } from "../file";
import { useProject } from "../file/testing/project";
import type * as Gitops from "../kinds";
import { render } from "../report/render";
import { type ConnectionReport, reportSchema } from "../report/schema";
import { report, stack } from "../report/testing/samples";
import { declarations } from "../testing/declared";
import type * as Third from "./testing/third";

type Any = Kind | typeof Third.THIRD;

vi.mock("../../provider/kinds/names", async (original) => {
  const names = await original<typeof Names>();
  return {
    ...names,
    KINDS: [...names.KINDS, "thirdware"],
    byKind: (of: (kind: Any) => unknown) => ({ ...names.byKind(of), thirdware: of("thirdware") }),
    SERVICE_NAMES: { ...names.SERVICE_NAMES, thirdware: "Thirdware" },
    KEY_PREFIXES: { ...names.KEY_PREFIXES, thirdware: ["thw_"] },
  };
});

vi.mock("../../provider/kinds", async (original) => {
  const { providerKind, kindOfType: kindOf } = await original<typeof Provider>();
  const { THIRD, PROVIDER } = await import("./testing/third.js");
  return {
    providerKind: (kind: Any) => (kind === THIRD ? PROVIDER : providerKind(kind)),
    kindOfType: (type: string) => (type === PROVIDER.type ? THIRD : kindOf(type)),
  };
});

vi.mock("../kinds", async (original) => {
  const { gitopsKind } = await original<typeof Gitops>();
  const { THIRD, GITOPS } = await import("./testing/third.js");
  return { gitopsKind: (kind: Any) => (kind === THIRD ? GITOPS : gitopsKind(kind)) };
});

const project = useProject();

/** To the compiler it is one of the kinds that there are. */
function third(): Kind {
  const kind = KINDS.at(-1);
  if (kind === undefined) throw new Error("there is no kind");
  return kind;
}

function stackOf(text: string): DeclaredStack {
  const [only] = declarations({ "connections.yaml": text }).stacks;
  if (only === undefined) throw new Error("there is no stack");
  return only;
}

const DECLARED = `defaults:
  thirdware: { label: shared, pass: { forgejo: { env: FORGEJO_TOKEN } } }
thirdware:
  web: { forge: forgejo, title: Web }
`;

it("is read from a file, with its defaults", () => {
  expect(stackOf(DECLARED).connections).toEqual({
    sigsentry: {},
    coregit: {},
    thirdware: {
      web: { forge: "forgejo", title: "Web", label: "shared", pass: { env: "FORGEJO_TOKEN" } },
    },
  });
  expect(connectionsJsonSchema()).toMatchObject({
    properties: { thirdware: { description: "Thirdware's links, by name." } },
  });
});

it("is checked by its form, by the provider's rules, and for secrets in the wrong place", () => {
  expect(
    project.problemsOf(`thirdware:
  a: { forge: forgejo, titel: x }
  b: { forge: forgejo, title: taken, passFrom: {} }
  c: { forge: forgejo, title: c, pass: planted-secret, adopt: l1 }
  d: { forge: forgejo, title: d, adopt: l1 }
`),
  ).toEqual([
    expect.stringMatching(/^2:24 thirdware\.a\.titel: is not a field here; did you mean "title"\?/),
    "3:31 thirdware.b.title: is taken",
    "3:38 thirdware.b.passFrom: is not a field of this file; write pass: { env: NAME }",
    expect.stringMatching(/^4:40 thirdware\.c\.pass: must be a reference/),
    "5:41 thirdware.d.adopt: names the connection that thirdware.c takes over already (connections.yaml:4:63); one connection is declared once",
  ]);
});

it("says what it needs, and what is doubtful", () => {
  const needs = unmetNeeds(stackOf(DECLARED), {
    problemWith: ({ ...reference }, host) => `${JSON.stringify(reference)} of ${host}`,
    problemsWithSettings: (kind) => [`${kind}:apiKey: is not set`],
  });
  expect(needs).toContain("thirdware:apiKey: is not set\n  Needed by thirdware.web.");
  expect(needs).toContain('connections.yaml:2:48: {"env":"FORGEJO_TOKEN"} of forgejo\n');
  project.write({ "connections.yaml": "thirdware: { a: { forge: github, title: odd } }" });
  expect(doubtsIn(project.load())).toMatchObject([{ path: "thirdware.a.title", message: "is odd" }]);
});

it("is told of by every form of a report", () => {
  const declared = stackOf(DECLARED);
  const kind = kindOfType("pulumi-nodejs:dynamic/thirdware:Link") ?? expect.fail("no kind");
  const made: ConnectionReport = connectionReport(
    {
      ...{ urn: "", name: "web", kind, op: "create", ended: "never", errors: [], old: undefined },
      new: { id: undefined, inputs: { forge: "forgejo", label: "shared", passVersion: 2 }, outputs: {} },
    },
    false,
    declaredCredentials(declared, kind, "web"),
  );
  expect(made).toMatchObject({
    ...{ kind: "thirdware", host: "forgejo", label: "shared" },
    credentials: { from: "env FORGEJO_TOKEN", version: 2 },
  });
  const told = report("plan", [stack([made])]);
  expect(reportSchema.parse(JSON.parse(JSON.stringify(told))).stacks[0]?.connections[0]?.kind).toBe(kind);
  expect(render(told, "text", { colour: false })).toMatch(/pass +env FORGEJO_TOKEN, version 2/);
  expect(render(told, "html", { colour: false })).toContain("Thirdware · ");
  expect(cascadeOf(stack([{ ...made, change: "delete" }]))).toEqual([
    "Thirdware deletes a connection together with every mirror that uses it. That concerns web.",
  ]);
});

it("is imported: named, written to the file, and left out where a file declares its like", () => {
  const found = (id: string, title: string): Found => ({
    kind: third(),
    id,
    state: { forge: "github", title },
  });
  const awaited = declaredIn("s", stackOf("thirdware: { old: { forge: github, title: Old } }"), undefined);
  const all = [found("l1", "Web site"), found("l2", "Old")];
  const { entries, leftOut } = importable(all, fileOf(stackOf("sigsentry: {}")), awaited, (text) => text);
  expect(leftOut).toEqual([
    "Connection l2 of Thirdware is left out: it has the same forge and title as old (connections.yaml), which is not in the state. To take it over, add `adopt: l2` there.",
  ]);
  const text = appendConnections("sigsentry: {}\n", entries);
  expect(stackOf(text).connections).toMatchObject({
    thirdware: { "web-site": { forge: "github", title: "Web site", pass: "keep", adopt: "l1" } },
  });
});
