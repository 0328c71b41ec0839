import type { ServerErrorResponse } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { type Lifecycle, PartialFailure } from "../../contract";
import { Any, grpc } from "./grpc";
import { type Marks, toSend } from "./values";

/** Who was asked for an operation. */
interface Asked {
  readonly opened: Lifecycle | undefined;
  /** A message as Pulumi may print it. */
  show(message: string): string;
}

/**
 * What an operation has thrown, as the engine is to have it: without secrets, bounded, with what is left of the
 * operation when part of it was done.
 *
 * @param provider whose operation it was; what it has opened, if anything, knows the secrets.
 * @param marks what the operation's inputs have marked as secret.
 */
export function statusOf(error: unknown, provider: Asked, marks?: Marks): ServerErrorResponse {
  const details = provider.show(error instanceof Error ? error.message : String(error));
  const code = grpc.status.UNKNOWN;
  const answer = { name: "Error", message: details, code, details };
  if (!(error instanceof PartialFailure)) return answer;
  const left = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(toSend(error.state, provider.opened?.secrets ?? [], marks))
    .setReasonsList([details]);
  const any = new Any();
  any.pack(left.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(code).setMessage(details).setDetailsList([any]);
  const metadata = new grpc.Metadata();
  // How gRPC carries a status with details; the libraries for Node leave it to whoever needs it.
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { ...answer, metadata };
}
