import path from "node:path";
import { pathToFileURL } from "node:url";
import { toolEnvironment } from "./environment";
import { reasonOf } from "./messages";
import type { Making } from "./obtain";
import { findIn, pathFolders } from "./onPath";
import { run } from "./run";
import { isGoRecentEnough } from "./version";

/** The variables that say where Go is and where it fetches modules from; everything else is fixed here. */
const passedToGo = [
  "GOROOT",
  "GOPATH",
  "GOENV",
  "GOTOOLCHAIN",
  "GOPROXY",
  "GOPRIVATE",
  "GONOPROXY",
  "GOSUMDB",
  "GONOSUMDB",
  "GOINSECURE",
  "GOAUTH",
  "NETRC",
];

/** What the user's Go has. */
interface Found {
  /** Where it keeps modules that were fetched before. */
  readonly modules?: string | undefined;
  /** Where it fetches others from. */
  readonly proxy?: string | undefined;
}

/**
 * Go's environment. What is set here wins over the user's variables and over `go env -w`. Its caches take more than a
 * gigabyte and are of no use once the engine is built: they lie in the scratch folder, which is removed.
 */
export function goEnvironment(
  env: NodeJS.ProcessEnv,
  scratch: string,
  { modules, proxy }: Found = {},
): NodeJS.ProcessEnv {
  const before = modules && proxy ? pathToFileURL(path.join(modules, "cache", "download")).href : undefined;
  return toolEnvironment(env, passedToGo, {
    // Not empty: an empty value would let the one from `go env -w` through. Modules are read-only otherwise.
    GOFLAGS: "-buildvcs=false -modcacherw",
    GO111MODULE: "on",
    GOWORK: "off",
    CGO_ENABLED: "0",
    GOTMPDIR: scratch,
    GOCACHE: path.join(scratch, "go-build"),
    GOMODCACHE: path.join(scratch, "go-modules"),
    ...(before === undefined ? {} : { GOPROXY: `${before},${proxy}` }),
  });
}

/**
 * The `go` on `PATH`, and the environment to run it in.
 *
 * @param module the folder of the module that is to be built.
 * @throws Error when there is none that is recent enough.
 */
export async function findGo(
  { env: user, scratch, signal }: Making,
  module: string,
  required: string,
): Promise<{ go: string; env: NodeJS.ProcessEnv }> {
  const go = await findIn(pathFolders(user.PATH), process.platform === "win32" ? "go.exe" : "go");
  if (go === undefined) throw new Error("Go is not installed (no go on PATH)");
  let env: NodeJS.ProcessEnv;
  let version: string;
  try {
    const passed = toolEnvironment(user, [...passedToGo, "GOMODCACHE"], {});
    // Asked outside of a module, whose `go.mod` may ask for a newer Go.
    const asked = { cwd: scratch, env: passed, signal };
    const [modules, proxy] = (await run(go, ["env", "GOMODCACHE", "GOPROXY"], asked)).split(/\r?\n/);
    env = goEnvironment(user, scratch, { modules, proxy });
    // Asked where the `go.mod` lies: a Go that is allowed to fetch a newer toolchain does so now.
    version = (await run(go, ["env", "GOVERSION"], { cwd: module, env, signal })).trim();
  } catch (error) {
    signal.throwIfAborted();
    throw new Error(`Go ${required} or later is needed, and ${go} is not that: ${reasonOf(error)}`);
  }
  if (!isGoRecentEnough(version, required)) {
    throw new Error(`Go ${required} or later is needed, and ${go} is ${version}`);
  }
  return { go, env };
}
