import type { ServerErrorResponse } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type Lifecycle, PartialFailure } from "../../contract";
import { shown } from "../engine/shown";
import { Any, grpc } from "./grpc";
import { type Marks, toSend } from "./values";

/**
 * What an operation has thrown, as the engine is to have it: without secrets, bounded, with what is left of the
 * operation when part of it was done.
 *
 * @param kind the lifecycle that was asked, if there is one; it knows the secrets.
 * @param marks what the operation's inputs have marked as secret.
 */
export function statusOf(error: unknown, kind: Lifecycle | undefined, marks?: Marks): ServerErrorResponse {
  const details = shown(error instanceof Error ? error.message : String(error), kind);
  const code = grpc.status.UNKNOWN;
  const answer = { name: "Error", message: details, code, details };
  if (!(error instanceof PartialFailure)) return answer;
  const left = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(toSend(error.state, kind?.secrets ?? [], marks))
    .setReasonsList([details]);
  const any = new Any();
  any.pack(left.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(code).setMessage(details).setDetailsList([any]);
  const metadata = new grpc.Metadata();
  // How gRPC carries a status with details; the libraries for Node leave it to whoever needs it.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { ...answer, metadata };
}
