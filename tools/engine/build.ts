import { chmod, copyFile, mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { findGo } from "./go";
import { engineFiles, yamlHostFile } from "./layout";
import type { Making, Way } from "./obtain";
import { run } from "./run";
import { step } from "./step";
import { engineVersion, languagePluginVersion, requiredGoVersion, yamlHostVersion } from "./version";

const files = engineFiles(process.platform);

/** A Go program. */
interface Program {
  /** The folder of its module, beside this file. */
  readonly module: string;
  readonly package: string;
  readonly version: string;
  /** The variable that the program has its version in. */
  readonly versionVariable: string;
  /** What the executable is called. */
  readonly file: string;
  readonly doing: string;
}

const ENGINE_VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** The programs of each kit. The first one's `go.mod` says which Go all of them need. */
const PROGRAMS = {
  engine: [
    {
      module: path.join(__dirname, "cli"),
      package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      version: engineVersion,
      versionVariable: ENGINE_VERSION_VARIABLE,
      file: files.command,
      doing: `Building the Pulumi engine ${engineVersion} from source: three to four minutes and 4 GB of disk meanwhile, once`,
    },
    {
      module: path.join(__dirname, "nodejs"),
      package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
      version: languagePluginVersion,
      versionVariable: ENGINE_VERSION_VARIABLE,
      file: files.languagePlugin,
      doing: "Building the engine's Node.js plugin: about half a minute, once",
    },
  ],
  yaml: [
    {
      module: path.join(__dirname, "yaml"),
      package: "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
      version: yamlHostVersion,
      versionVariable: "github.com/pulumi/pulumi-yaml/pkg/version.Version",
      file: yamlHostFile(process.platform),
      doing: "Building the engine's YAML plugin: two to three minutes, once",
    },
  ],
} as const satisfies Record<string, readonly [Program, ...Program[]]>;

/** Builds the engine from the Go modules pinned beside this file, with the `go` on `PATH`. */
export const engineFromSource: Way = {
  name: "build from source",
  source: "build",
  async make(making) {
    await build("engine", making);
    await copyDynamicLauncher(path.join(making.folder, "bin"));
  },
};

/** Builds the YAML host likewise. */
export const yamlHostFromSource: Way = {
  name: "build from source",
  source: "build",
  make: (making) => build("yaml", making),
};

/** The Go version that a build needs. */
export async function requiredGo(kit: keyof typeof PROGRAMS): Promise<string> {
  const [{ module }] = PROGRAMS[kit];
  return requiredGoVersion(await readFile(path.join(module, "go.mod"), "utf8"));
}

async function build(kit: keyof typeof PROGRAMS, making: Making): Promise<void> {
  const [{ module }] = PROGRAMS[kit];
  const { go, env } = await findGo(making, module, await requiredGo(kit));
  const binDir = path.join(making.folder, "bin");
  await mkdir(binDir);
  for (const program of PROGRAMS[kit]) {
    const flags = `-s -w -X ${program.versionVariable}=v${program.version}`;
    const output = path.join(binDir, program.file);
    const args = ["build", "-mod=readonly", "-trimpath", "-ldflags", flags, "-o", output, program.package];
    await step(making.onProgress, program.doing, () =>
      run(go, args, { cwd: program.module, env, signal: making.signal }),
    );
  }
}

/** The third file of an engine is a script at the root of the npm package `@pulumi/pulumi`. */
async function copyDynamicLauncher(binDir: string): Promise<void> {
  const manifest = createRequire(__filename).resolve("@pulumi/pulumi/package.json");
  const copy = path.join(binDir, files.dynamicLauncher);
  await copyFile(path.join(path.dirname(manifest), files.dynamicLauncher), copy);
  await chmod(copy, 0o755);
}
