import { createRequire } from "node:module";
import type * as Grpc from "@grpc/grpc-js";
import type * as EngineService from "@pulumi/pulumi/proto/engine_grpc_pb";
import type * as EngineProto from "@pulumi/pulumi/proto/engine_pb";
import type * as AnyProto from "google-protobuf/google/protobuf/any_pb";
import type * as EmptyProto from "google-protobuf/google/protobuf/empty_pb";
import type * as StructProto from "google-protobuf/google/protobuf/struct_pb";

/** Pulumi's own copies of gRPC and protobuf: another copy's messages could not stand in its own. */
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi/package.json"));

export const grpc: typeof Grpc = ofPulumi("@grpc/grpc-js");
export const { Struct }: typeof StructProto = ofPulumi("google-protobuf/google/protobuf/struct_pb");
export const { Any }: typeof AnyProto = ofPulumi("google-protobuf/google/protobuf/any_pb");
export const { Empty }: typeof EmptyProto = ofPulumi("google-protobuf/google/protobuf/empty_pb");

/** What speaks to the engine, loaded when it is asked for. */
export function engineService(): typeof EngineService & typeof EngineProto {
  return { ...ofPulumi("./proto/engine_grpc_pb"), ...ofPulumi("./proto/engine_pb") };
}
