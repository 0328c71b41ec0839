import { kind } from "../../sigsentry/kind";
import { hostDynamically } from "./host";

/** The module that every SigSentry connection names in its state as its provider: loaded and run by the engine. */
export = hostDynamically(kind.open, kind.name);
