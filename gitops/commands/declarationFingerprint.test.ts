import { expect, it } from "vitest";
import { declarations } from "../testing/declared";
import { declarationFingerprint } from "./declarationFingerprint";

function fingerprintOf(sigsentry: string, project = "prj_1") {
  const text = `project: ${project}\nsigsentry: { a: ${sigsentry} }`;
  const [stack] = declarations({ "connections.yaml": text }).stacks;
  return stack && declarationFingerprint(stack, "sigsentry", "a");
}

const DECLARED =
  "{ platform: gitlab, repositories: [b/c, d/e], credentials: { token: { env: T }, baseUrl: https://git.example.com } }";

it("is the same for what is declared alike", () => {
  const reordered =
    "{ credentials: { baseUrl: 'https://git.example.com', token: { env: T } }, repositories: [b/c, d/e], platform: gitlab }";
  expect(fingerprintOf(reordered)).toBe(fingerprintOf(DECLARED));
});

it.each([
  ["the address that a token is for", DECLARED.replace("git.example", "git.other"), "prj_1"],
  ["a reference", DECLARED.replace("env: T", "env: U"), "prj_1"],
  ["a field with a default", DECLARED.replace("{", "{ lookbackDays: 7,"), "prj_1"],
  ["the project", DECLARED, "prj_2"],
])("is another where %s is", (_, declared, project) => {
  expect(fingerprintOf(declared, project)).not.toBe(fingerprintOf(DECLARED));
});

it("does not exist for what the file does not declare", () => {
  const [stack] = declarations({ "connections.yaml": "project: prj_1\nsigsentry: {}" }).stacks;
  if (stack === undefined) throw new Error("there is a file");
  expect(declarationFingerprint(stack, "sigsentry", "toString")).toBeUndefined();
  expect(declarationFingerprint(stack, "coregit", "a")).toBeUndefined();
});
