import { describe, expect, it } from "vitest";
import { useProject } from "../testing/project";

const project = useProject();

const connection = (fields: string) => `sigsentry:
  payments:
    platform: github
    repositories: [acme/payments]
${fields.replace(/^/gm, "    ")}
`;

describe("an error", () => {
  it("reads like a good compiler's", () => {
    project.write({ "connections/payments.yaml": connection("lookbackDays: 400 # too long\nisActve: true") });
    expect(project.error().message).toBe(
      `connections/payments.yaml:5:19: sigsentry.payments.lookbackDays: must be a whole number of days from 1 to 365, found 400
  5 |     lookbackDays: 400 # •••
    |                   ^^^

connections/payments.yaml:6:5: sigsentry.payments.isActve: is not a field here; did you mean "isActive"? Known fields: platform, repositories, serviceMappings, lookbackDays, isActive, credentialsVersion, adopt, allowDuplicate, renamedFrom, credentials
  6 |     isActve: •••
    |     ^^^^^^^

2 problems in 1 file.`,
    );
  });

  it("holds each problem for a machine", () => {
    project.write({ "connections.yaml": "a: [\n" });
    expect(project.error().problems).toEqual([
      {
        file: "connections.yaml",
        line: 2,
        column: 1,
        path: "",
        message: expect.any(String),
        advice: expect.any(String),
        frame: "  2 | \n    | ^",
      },
    ]);
  });

  it("has no stack trace of its own", () => {
    project.write({ "connections.yaml": "a: 1" });
    expect(project.error().stack).not.toContain("    at ");
  });

  it("shows nothing that a terminal would obey", () => {
    project.write({ "connections.yaml": 'sigsentry: { a: { platform: "\\e[2J", "\\u202Ex": 1 } }' });
    expect(project.error().message.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it("shows part of a long line, and where in it", () => {
    const many = Array.from({ length: 40 }, (_, index) => `acme/r${index}`).join(", ");
    project.write({
      "connections.yaml": `sigsentry: { a: { platform: github, repositories: [${many}], lookbackDays: 0, adopt: x } }`,
    });
    const [line = "", carets = ""] = project.error().problems[0]?.frame.split("\n") ?? [];
    expect(line).toMatch(/ \| ….*lookbackDays: 0, adopt: x/);
    expect(line.length).toBeLessThan(120);
    expect(line.slice(carets.indexOf("^"), carets.lastIndexOf("^") + 1)).toBe("0");
  });
});
