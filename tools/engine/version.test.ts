import { readFileSync } from "node:fs";
import path from "node:path";
import { version as sdkVersion } from "@pulumi/pulumi/version";
import { describe, expect, it } from "vitest";
import {
  engineVersion,
  isGoRecentEnough,
  languagePluginVersion,
  parseEngineVersion,
  requiredGoVersion,
  versionProblem,
  yamlHostVersion,
} from "./version";

const goMod = (module: string) => readFileSync(path.join(__dirname, module, "go.mod"), "utf8");

describe("the pinned versions", () => {
  it("are the same for the download, the build and the SDK", () => {
    expect(sdkVersion).toBe(engineVersion);
    expect(goMod("cli")).toContain(`github.com/pulumi/pulumi/pkg/v3 v${engineVersion} `);
    expect(goMod("cli")).toContain(`github.com/pulumi/pulumi/sdk/v3 v${engineVersion} `);
    expect(goMod("nodejs")).toContain(`github.com/pulumi/pulumi/sdk/v3 v${languagePluginVersion} `);
    expect(goMod("yaml")).toContain(`github.com/pulumi/pulumi-yaml v${yamlHostVersion} `);
  });

  it("need no newer Go for the plugin than for the CLI, which is the one that is checked", () => {
    expect(isGoRecentEnough(requiredGoVersion(goMod("cli")), requiredGoVersion(goMod("nodejs")))).toBe(true);
  });
});

describe("parseEngineVersion", () => {
  it.each([
    ["v3.248.0\n", "3.248.0"],
    ["3.216.0", "3.216.0"],
    ["v3.250.0-alpha.1", "3.250.0-alpha.1"],
    ["No version is set for command pulumi", undefined],
    ["", undefined],
  ])("reads %j as %s", (printed, version) => {
    expect(parseEngineVersion(printed)).toBe(version);
  });
});

describe("versionProblem", () => {
  it.each(["3.216.0", "3.216.1", "3.248.0", "3.999.0"])("accepts %s", (version) => {
    expect(versionProblem(version)).toBeUndefined();
  });

  it.each([
    ["3.215.9", "version 3.215.9 is older than 3.216.0"],
    ["2.25.0", "version 2.25.0 is older than 3.216.0"],
    ["4.0.0", "version 4.0.0 is not a 3.x"],
  ])("passes over %s", (version, problem) => {
    expect(versionProblem(version)).toBe(problem);
  });
});

describe("Go's version", () => {
  it("is read from the go line of go.mod", () => {
    expect(requiredGoVersion("module a\n\ngo 1.25.11\n\nrequire go.example v1.0.0\n")).toBe("1.25.11");
    expect(() => requiredGoVersion("module a\n")).toThrow("no go line");
  });

  it.each([
    ["go1.26.8", true],
    ["go1.25.11", true],
    ["go1.26", true],
    ["devel go1.27-abcdef", true],
    ["go1.25.10", false],
    ["go1.9.7", false],
    ["", false],
  ])("%j is recent enough for 1.25.11: %s", (found, enough) => {
    expect(isGoRecentEnough(found, "1.25.11")).toBe(enough);
  });
});
