import type { PulumiFn } from "@pulumi/pulumi/automation";
import type { Place } from "../../provider/contract";
import type { Declarations } from "../file";
import type { HostOf } from "../kinds/resource";
import { declareConnections } from "./declare";

/**
 * The program of the files, as it runs in the command's own process.
 *
 * @param hostOf who is to manage each connection.
 */
export function inlineProgram(declarations: Declarations, hostOf: HostOf, place: Place): PulumiFn {
  return async () => declareConnections(declarations, hostOf, place);
}
