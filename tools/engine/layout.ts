import path from "node:path";
import envPaths from "env-paths";

/** Environment variable that moves the cache folder of the engines. */
export const cacheVariable = "REPO_CONNECTIONS_ENGINE_CACHE";

/** The folder under which engines are kept: the user's cache folder, unless the variable names another. */
export function engineCache(env: NodeJS.ProcessEnv): string {
  const chosen = env[cacheVariable];
  const cache = chosen ? path.resolve(chosen) : envPaths("pulumi-repo-connections", { suffix: "" }).cache;
  return path.join(cache, "engine");
}

/** The three files that make an engine which runs Node.js programs, by their names on a platform. */
export function engineFiles(platform: NodeJS.Platform): {
  command: string;
  languagePlugin: string;
  dynamicLauncher: string;
} {
  const windows = platform === "win32";
  return {
    command: windows ? "pulumi.exe" : "pulumi",
    languagePlugin: windows ? "pulumi-language-nodejs.exe" : "pulumi-language-nodejs",
    dynamicLauncher: windows ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs",
  };
}

/** What runs YAML programs, by its name on a platform. */
export function yamlHostFile(platform: NodeJS.Platform): string {
  return platform === "win32" ? "pulumi-language-yaml.exe" : "pulumi-language-yaml";
}
