import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Engine } from "./types";

/** What one use of an engine keeps apart from every other use. */
export interface EngineUse {
  /** `PULUMI_HOME`: plugins, credentials and settings; an absolute folder of this use's own. */
  home: string;
  /** Absolute folder, already there, in which the file backend keeps the state. */
  backendDir: string;
  /** Passphrase that encrypts the secrets in the state. May be empty. */
  passphrase: string;
}

/** The variables to lay over `process.env` for a child `pulumi` process, `PATH` included. */
export function engineEnvironment(engine: Engine, use: EngineUse): Record<string, string> {
  return {
    PATH: [engine.binDir, process.env.PATH].filter(Boolean).join(path.delimiter),
    PULUMI_HOME: use.home,
    PULUMI_BACKEND_URL: fileBackendUrl(use.backendDir),
    PULUMI_CONFIG_PASSPHRASE: use.passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
}

/**
 * Pulumi expects a Windows drive directly after `file://`, without the third slash of a usual file URL. Without
 * metadata, since those are not written at once: a kill can leave them empty, and then the state is not read.
 */
function fileBackendUrl(folder: string): string {
  return `${pathToFileURL(folder).href.replace(/^file:\/\/\/(?=[A-Za-z]:)/, "file://")}?metadata=skip`;
}

const passedToTools = [
  "PATH",
  "HOME",
  "USERPROFILE",
  "LOCALAPPDATA",
  "APPDATA",
  "SystemRoot",
  "ComSpec",
  "PATHEXT",
  "TMPDIR",
  "TEMP",
  "TMP",
  "XDG_CACHE_HOME",
  "XDG_CONFIG_HOME",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
  "http_proxy",
  "https_proxy",
  "no_proxy",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "NODE_EXTRA_CA_CERTS",
];

/** The environment of a tool that makes an engine: the base every program needs, `more` by name, `fixed`. */
export function toolEnvironment(
  env: NodeJS.ProcessEnv,
  more: readonly string[],
  fixed: Record<string, string>,
): NodeJS.ProcessEnv {
  const passed: NodeJS.ProcessEnv = {};
  for (const name of [...passedToTools, ...more]) {
    const value = env[name];
    if (value !== undefined) passed[name] = value;
  }
  return { ...passed, ...fixed };
}
