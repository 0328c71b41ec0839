import { describe, expect, it } from "vitest";
import { INTERRUPTED } from "../report/interruption";
import { plainErrors, plainNotes, plainWords } from "./pulumiWords";

/** As the Automation API words the failure of a command. */
const commandError = (stderr: string) =>
  `code: -2\n stdout: \n stderr: Command failed with exit code 1: pulumi stack ls --json --non-interactive\n${stderr}\n err?: Error: Command failed with exit code 1: pulumi stack ls --json --non-interactive\n${stderr}\n`;

describe("Pulumi's words", () => {
  it.each([
    [
      "without the wrapping of the Automation API",
      commandError("error: no stack named 'pay' found"),
      "no stack named 'pay' found",
    ],
    [
      "without the name of an operation that the reader knows",
      "Preview failed: SigSentry answered 401 UNAUTHORIZED: Invalid API key.",
      "SigSentry answered 401 UNAUTHORIZED: Invalid API key.",
    ],
    [
      "without the type of the resource",
      "pulumi-nodejs:dynamic/sigsentry:RepoConnection resource 'payments' has a problem: sigsentry:apiKey: is not set. Make one.",
      "sigsentry:apiKey: is not set. Make one.",
    ],
    [
      "without the type of the plugin's resource",
      "sigsentry:index:RepoConnection resource 'payments' has a problem: platform: is missing",
      "platform: is missing",
    ],
    [
      "with what to do, where others than the recorded ones are to manage it",
      "provider urn:pulumi:a::b::pulumi:providers:sigsentry::default::1 for resource urn:pulumi:a::b::c::d has not been registered yet, this is due to a change of providers mixed with --target. Change your program back to the original providers",
      "Who manages this connection has changed, since Pulumi.yaml names the plugins now or does so no more. That is recorded first: run `repo-connections apply`, which sends nothing for it.",
    ],
    [
      "with the variable, where the passphrase is wrong",
      "getting stack configuration: get stack secrets manager: incorrect passphrase",
      "The stack's secrets are encrypted with another passphrase: set PULUMI_CONFIG_PASSPHRASE (or PULUMI_CONFIG_PASSPHRASE_FILE) to that one. If it is that one, the encryptionsalt in Pulumi.STACK.yaml may be left of a run with another: bring that file back as git has it, or delete it if it holds nothing else.",
    ],
    [
      "with the variable, where there is no passphrase",
      "getting stack configuration: get stack secrets manager: passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
      "The stack's secrets are encrypted with a passphrase, and none is given: set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE.",
    ],
    [
      "with what to do, where the packages are not installed",
      "error: error reading from server: EOF",
      "Node.js ended before the program began. Most often the packages are not installed where Pulumi.yaml is: run `npm install` there.",
    ],
    [
      "with the ways to log in",
      commandError("error: PULUMI_ACCESS_TOKEN must be set for login during non-interactive CLI sessions"),
      "Pulumi does not know where the state is: set PULUMI_BACKEND_URL (`s3://…`, `file://…`), or PULUMI_ACCESS_TOKEN for Pulumi Cloud, or use `pulumi login`.",
    ],
    [
      "with the address of a state that cannot be reached, but not its password",
      commandError("error: unable to open bucket postgres://robot:hunter2@db/pulumi: connection refused"),
      "The state cannot be reached; check PULUMI_BACKEND_URL, or where `pulumi login` says that it is: postgres://[secret]@db/pulumi: connection refused",
    ],
    [
      "with the file that is missing",
      "project 'main' could not be read: stat /srv/x/index.js: no such file or directory",
      "The program that Pulumi.yaml names is not there: /srv/x/index.js. `repo-connections init` writes an index.js.",
    ],
    [
      "without a stack trace, where a package is not installed",
      "Running program '/srv/x/index.js' failed with an unhandled exception:\nError: Cannot find module 'pulumi-repo-connections/gitops'\nRequire stack:\n- /srv/x/index.js\n    at Function.Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)",
      "The package pulumi-repo-connections is not installed where Pulumi.yaml is: run `npm install` there.",
    ],
    [
      "without a stack trace, where the package is an ES module",
      "Running program '/srv/x/index.js' failed with an unhandled exception:\nReferenceError: require is not defined in ES module scope, you can use import instead\n    at file:///srv/x/index.js:2:1",
      'The package.json beside Pulumi.yaml has "type": "module", so that index.js has to begin otherwise: import "pulumi-repo-connections/gitops";',
    ],
    [
      "with what to do after an interruption",
      "update canceled",
      "Interrupted: what was not begun is not done. The same command, run again, brings all to its end.",
    ],
  ])("are told %s", (_, said, told) => {
    expect(plainWords(said)).toBe(told);
  });

  it.each([
    ["parts of a failed command", `code: 1\n stdout: ${"\n stderr: ".repeat(100_000)}`],
    ["names of projects", "project 'a".repeat(100_000)],
    ["projects that cannot be read", "project 'a' could not be read: stat ".repeat(30_000)],
    ["beginnings", "error: ".repeat(100_000)],
    ["resources", "pulumi-nodejs:dynamic/a resource 'b".repeat(30_000)],
    ["white space", `a${" \n".repeat(300_000)}b`],
  ])("are found in one pass in however many %s", (_, text) => {
    // With the square of the length, a text of this one would take minutes.
    expect(plainWords(text).length).toBeLessThanOrEqual(text.length);
    const note = `Attempting to deploy or update resources with 1 pending operations ${"urn:".repeat(200_000)}`;
    expect(plainNotes([note], () => false)).toEqual([]);
  });

  it("stay as they are where nothing is known to be noise", () => {
    const text = "connections/pay.yaml:3:66: is not there\n  Needed by payments.";
    expect(plainWords(text)).toBe(text);
  });
});

describe("a stack's notes", () => {
  const urn = (name: string) =>
    `urn:pulumi:pay::project::pulumi-nodejs:dynamic/sigsentry:RepoConnection::${name}`;
  const cutOff = (...lines: string[]) =>
    `Attempting to deploy or update resources with ${lines.length} pending operations from previous deployment.\n${lines.join("\n")}\nThese resources are in an unknown state because the Pulumi CLI was interrupted. For example, if you are using AWS, you can confirm using the AWS Console.`;
  const pending = [
    `  * ${urn("fraud")}, interrupted while updating`,
    ...["made", "open", "open"].map((name) => `  * ${urn(name)}, interrupted while creating`),
  ];

  it("name each connection once at which an earlier run was cut off, and nothing of the AWS Console", () => {
    expect(plainNotes([cutOff(...pending), "error: another"], (one) => one !== urn("open"))).toEqual([
      "An earlier run was cut off while it was at work on fraud, open. What became of that is found out, and brought to its end, by apply.",
      "another",
    ]);
  });

  it("do not tell of creations that are settled", () => {
    expect(plainNotes([cutOff(...pending.slice(1))], () => true)).toEqual([]);
  });
});

describe("a stack's errors", () => {
  it("do not tell what was not come to before an interruption, and tell it without one", () => {
    const missed = "a9: expected resource operations for urn:pulumi:a::p::t::a9 but none were seen.";
    expect(plainErrors([missed, "update canceled"])).toEqual([INTERRUPTED]);
    expect(plainErrors([missed])).toEqual([missed]);
  });

  it("are told once, with the names of the connections that have them", () => {
    const refused = "Preview failed: SigSentry answered 401.";
    expect(plainErrors([`b: ${refused}`, "update canceled", `a: ${refused}`, "c: another one"])).toEqual([
      "a, b: SigSentry answered 401.",
      expect.stringContaining("Interrupted"),
      "c: another one",
    ]);
  });

  it("name a few of many", () => {
    const errors = Array.from({ length: 500 }, (_, index) => `n${index}: no key`);
    expect(plainErrors(errors)).toEqual(["n0, n1, n10, n100, n101 and 495 more: no key"]);
  });
});
