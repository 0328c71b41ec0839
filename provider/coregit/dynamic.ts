import { homedir } from "node:os";
import { join } from "node:path";
import { hostDynamically } from "../dynamic";
import { ConnectionLifecycle } from "./connection";
import { readSettings } from "./settings";

/** Beside what Pulumi itself keeps on this machine. */
const ATTEMPTS_FOLDER = join(
  process.env.PULUMI_HOME || join(homedir(), ".pulumi"),
  "pulumi-repo-connections",
  "creations",
);

/** The module that every Coregit connection names in its state as its provider: loaded and run by the engine. */
export = hostDynamically(
  (config, signal, say) =>
    new ConnectionLifecycle(readSettings(config, process.env), {
      signal,
      say,
      attemptsFolder: ATTEMPTS_FOLDER,
    }),
);
