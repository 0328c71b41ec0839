import { kind } from "../../coregit/kind";
import { hostDynamically } from "./host";

/** The module that every Coregit connection names in its state as its provider: loaded and run by the engine. */
export = hostDynamically(kind.open, kind.name);
