import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { Place } from "../../provider/contract";
import type { Declarations } from "../file";
import { declareConnections } from "./declare";

/** The program of the files, as it runs in the command's own process. */
export function inlineProgram(declarations: Declarations, place: Place): PulumiFn {
  return async () => declareConnections(declarations, () => "plugin", place);
}
