import semver from "semver";

/** The engine that is downloaded or built: the same version as the pinned `@pulumi/pulumi`. */
export const engineVersion = "3.248.0";

/** The Node.js language plugin's last version that is published as a Go module. It runs today's programs. */
export const languagePluginVersion = "3.68.0";

/** The language plugin for YAML programs; it keeps to numbers of its own. */
export const yamlHostVersion = "1.30.0";

/** The oldest engine on `PATH` that is accepted; anything from here up to, but not including, 4 will do. */
export const engineFloor = "3.216.0";

/** Reads what `pulumi version` prints (`v3.248.0`); undefined when it is no version. */
export function parseEngineVersion(printed: string): string | undefined {
  return semver.parse(printed.trim())?.version;
}

/** Says why an engine of this version is not used, or undefined when it is good enough. */
export function versionProblem(version: string): string | undefined {
  if (semver.major(version) > semver.major(engineFloor)) return `version ${version} is not a 3.x`;
  if (semver.lt(version, engineFloor)) return `version ${version} is older than ${engineFloor}`;
  return undefined;
}

/** The Go version that a `go.mod` asks for, for example `1.25.11`. Throws when it names none. */
export function requiredGoVersion(goMod: string): string {
  const version = /^go\s+(\S+)/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error("go.mod has no go line");
  return version;
}

/** Whether Go's own version (`go1.26.8`, `go1.26`, `devel go1.27-abc`) is at least the required one. */
export function isGoRecentEnough(goVersion: string, required: string): boolean {
  const found = semver.coerce(goVersion);
  const floor = semver.coerce(required);
  return found !== null && floor !== null && semver.gte(found, floor);
}
