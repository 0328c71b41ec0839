import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConnectionsFile } from "./connectionsFile";

let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "connections-file-"));
  writeFileSync(join(project, "Pulumi.yaml"), "name: x\nruntime: nodejs\n");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

const write = (text: string) => writeFileSync(join(project, "connections.yaml"), text);

const PAYMENTS = `
sigsentry:
  payments:
    platform: github
    credentials: { token: { config: githubToken } }
    repositories: [acme/payments]
`;

describe("readConnectionsFile", () => {
  it("reads the connections by name, from any folder below Pulumi.yaml", () => {
    write(PAYMENTS);
    mkdirSync(join(project, "dist", "program"), { recursive: true });
    expect(readConnectionsFile(join(project, "dist", "program"))).toEqual({
      sigsentry: {
        payments: {
          platform: "github",
          credentials: { token: { config: "githubToken" } },
          repositories: ["acme/payments"],
        },
      },
      coregit: {},
    });
  });

  it("reads the connections of this repository", () => {
    expect(Object.keys(readConnectionsFile(__dirname).sigsentry)).toEqual(["payments", "platform", "mobile"]);
    expect(readConnectionsFile(__dirname).coregit.sync).toEqual({
      provider: "github",
      label: "acme robot",
      accessToken: { config: "githubToken" },
      verify: true,
    });
  });

  it("refuses a token in the file, without showing it", () => {
    write(PAYMENTS.replace("{ config: githubToken }", "ghp_literal"));
    const read = () => readConnectionsFile(project);
    expect(read).toThrow(/sigsentry\.payments\.credentials\.token: must be a reference/);
    expect(read).not.toThrow(/ghp_literal/);
  });

  it("refuses a Coregit token in the file, without showing it", () => {
    write("coregit: { ci: { provider: github, label: CI, accessToken: ghp_literal } }");
    const read = () => readConnectionsFile(project);
    expect(read).toThrow(/coregit\.ci\.accessToken: must be a reference/);
    expect(read).not.toThrow(/ghp_literal/);
  });

  it("names every problem by its path", () => {
    write(PAYMENTS.replace("repositories: [acme/payments]", "repositories: acme/payments\n    lookback: 3"));
    expect(() => readConnectionsFile(project)).toThrow(
      /has 2 problem\(s\):\n {2}sigsentry\.payments\.repositories: .*\n {2}sigsentry\.payments: .*"lookback"/,
    );
  });

  it("says where there is no project", () => {
    expect(() => readConnectionsFile(tmpdir())).toThrow(
      "There is no Pulumi.yaml in this folder or above it.",
    );
  });
});
