import { attemptsFolder } from "../core/attempts";
import { managedIn } from "../core/managed";
import { hostDynamically } from "../dynamic";
import { ConnectionLifecycle } from "./connection";
import { readSettings } from "./settings";

/** The module that every Coregit connection names in its state as its provider: loaded and run by the engine. */
export = hostDynamically(
  (config, signal, say) =>
    new ConnectionLifecycle(readSettings(config, process.env), {
      signal,
      say,
      attemptsFolder: attemptsFolder(process.env),
      managed: managedIn(process.env, "coregit"),
    }),
);
