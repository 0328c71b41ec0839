import { describe, expect, it } from "vitest";
import type { Kind } from "../../provider/kinds/names";
import { type DeclaredStack, placeOf, renderPlace } from ".";
import { useProject } from "./testing/project";

const project = useProject();

function stack(): DeclaredStack {
  project.write({
    "connections/_defaults.yaml": "defaults:\n  coregit:\n    accessToken: { github: { env: X } }\n",
    "connections/a.yaml": `x-c: &c { token: { env: Y } }
sigsentry:
  one:
    platform: github
    credentials: *c
    repositories:
      - acme/one
coregit: { two: { provider: github, label: two } }
`,
  });
  const [first] = project.load().stacks;
  if (first === undefined) throw new Error("There is no stack.");
  return first;
}

describe("a place", () => {
  it.each<[Kind, string, string, string]>([
    ["sigsentry", "one", "", "connections/a.yaml:3:3"],
    ["sigsentry", "one", "platform", "connections/a.yaml:4:15"],
    ["sigsentry", "one", "repositories", "connections/a.yaml:6:5"],
    ["sigsentry", "one", "repositories[0]", "connections/a.yaml:7:9"],
    ["sigsentry", "one", "credentials.token", "connections/a.yaml:1:18"],
    ["sigsentry", "one", "lookbackDays", "connections/a.yaml:3:3"],
    ["coregit", "two", "", "connections/a.yaml:8:17"],
    ["coregit", "two", "accessToken", "connections/_defaults.yaml:3:28"],
    ["coregit", "three", "label", "connections/a.yaml:1:1"],
  ])("of %s.%s %s is %s", (kind, name, path, expected) => {
    expect(renderPlace(placeOf(stack(), kind, name, path))).toBe(expected);
  });
});
