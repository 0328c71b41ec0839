import { chmod, copyFile, mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { findGo } from "./go";
import { engineFiles } from "./layout";
import type { Making, Way } from "./obtain";
import { run } from "./run";
import { step } from "./step";
import { engineVersion, languagePluginVersion, requiredGoVersion } from "./version";

const files = engineFiles(process.platform);
const versionVariable = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The Go programs of an engine; each one's module lies in a folder beside this file. */
const programs = [
  {
    module: path.join(__dirname, "cli"),
    package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    version: engineVersion,
    file: files.command,
    doing: `Building the Pulumi engine ${engineVersion} from source: three to four minutes and 4 GB of disk meanwhile, once`,
  },
  {
    module: path.join(__dirname, "nodejs"),
    package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: languagePluginVersion,
    file: files.languagePlugin,
    doing: "Building the engine's Node.js plugin: about half a minute, once",
  },
] as const;

/** Builds the engine from the Go modules pinned beside this file, with the `go` on `PATH`. */
export const fromSource: Way = { name: "build from source", source: "build", make: build };

/** The Go version that the build needs, as the CLI's `go.mod` says it. */
export async function requiredGo(): Promise<string> {
  return requiredGoVersion(await readFile(path.join(programs[0].module, "go.mod"), "utf8"));
}

async function build(making: Making): Promise<void> {
  const { go, env } = await findGo(making, programs[0].module, await requiredGo());
  const binDir = path.join(making.folder, "bin");
  await mkdir(binDir);
  for (const program of programs) {
    const flags = `-s -w -X ${versionVariable}=v${program.version}`;
    const output = path.join(binDir, program.file);
    const args = ["build", "-mod=readonly", "-trimpath", "-ldflags", flags, "-o", output, program.package];
    await step(making.onProgress, program.doing, () =>
      run(go, args, { cwd: program.module, env, signal: making.signal }),
    );
  }
  await copyDynamicLauncher(binDir);
}

/** The third file of an engine is a script at the root of the npm package `@pulumi/pulumi`. */
async function copyDynamicLauncher(binDir: string): Promise<void> {
  const manifest = createRequire(__filename).resolve("@pulumi/pulumi/package.json");
  const copy = path.join(binDir, files.dynamicLauncher);
  await copyFile(path.join(path.dirname(manifest), files.dynamicLauncher), copy);
  await chmod(copy, 0o755);
}
