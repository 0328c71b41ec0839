/** Run as a process of its own by `download.ts`: installs the official engine into the folder it is given. */
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { SemVer } from "semver";
import { reasonOf } from "./messages";
import { engineVersion } from "./version";

const [, , root] = process.argv;
if (root === undefined) throw new Error("the folder to install into is missing");

PulumiCommand.install({ root, version: new SemVer(engineVersion) }).catch((error: unknown) => {
  process.stderr.write(`${reasonOf(error)}\n`);
  process.exitCode = 1;
});
