import { attemptsFolder } from "../core/attempts";
import { managedIn } from "../core/managed";
import { hostDynamically } from "../dynamic";
import { RepoConnectionLifecycle } from "./connection";
import { readSettings } from "./settings";

/** The module that every SigSentry connection names in its state as its provider: loaded and run by the engine. */
export = hostDynamically(
  (config, signal, say) =>
    new RepoConnectionLifecycle(readSettings(config, process.env), {
      ...{
        signal,
        say,
        attemptsFolder: attemptsFolder(process.env),
        managed: managedIn(process.env, "sigsentry"),
      },
    }),
);
