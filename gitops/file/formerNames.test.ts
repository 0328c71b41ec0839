import { describe, expect, it } from "vitest";
import { useProject } from "./testing/project";

const project = useProject();

const coregit = (...connections: string[]) =>
  `coregit:\n${connections.map((one) => `  ${one.replace(": ", ": { provider: github, label: x, ")} }\n`).join("")}`;

describe("renamedFrom", () => {
  it("names what a connection was called", () => {
    project.write({ "connections.yaml": coregit("b: renamedFrom: a", "c: verify: true") });
    expect(project.load().stacks[0]?.connections.coregit).toMatchObject({
      b: { renamedFrom: "a" },
      c: { verify: true },
    });
  });

  it.each([
    [
      "one that is still declared",
      ["a: verify: true", "b: renamedFrom: a"],
      ["3:49 coregit.b.renamedFrom: names a, which is declared here too: one connection has one name"],
    ],
    [
      "itself",
      ["a: renamedFrom: a"],
      ["2:49 coregit.a.renamedFrom: names a, which is declared here too: take the line out"],
    ],
    [
      "another one's former name",
      ["b: renamedFrom: a", "c: renamedFrom: a"],
      ["3:49 coregit.c.renamedFrom: names a, which b was called already"],
    ],
    [
      "no name",
      ["b: renamedFrom: ' a'"],
      ['2:49 coregit.b.renamedFrom: must be the name of a connection, found " a"'],
    ],
  ])("does not name %s", (_, connections, expected) => {
    expect(project.problemsOf(coregit(...connections))).toEqual(expected);
  });
});
