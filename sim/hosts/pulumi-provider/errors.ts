import * as grpc from "@grpc/grpc-js";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import statusproto from "@pulumi/pulumi/proto/status_pb.js";
import anyproto from "google-protobuf/google/protobuf/any_pb.js";
import { NotSimulated, ResourceInitError } from "../../core/errors.ts";
import { InvalidRequest } from "./invalid-request.ts";
import { toStruct } from "./values.ts";

/** Header that carries structured error details; part of gRPC's rich error model (google.rpc.Status). */
const DETAILS_HEADER = "grpc-status-details-bin";

/** Puts an error on the wire: its message as the engine shows it, without a stack. */
export function statusOf(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof ResourceInitError) return initFailure(error);
  if (error instanceof InvalidRequest) {
    return { code: grpc.status.INVALID_ARGUMENT, details: error.message };
  }
  if (error instanceof NotSimulated) {
    // Not UNIMPLEMENTED: there engines take it for an old provider, and go on.
    return {
      code: grpc.status.UNKNOWN,
      details: `${error.message}; sim/COVERAGE.md lists what is simulated`,
    };
  }
  return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

/** "It exists, but is not ready": the engine keeps the resource in its state and says why the update failed. */
function initFailure(error: ResourceInitError): Partial<grpc.StatusObject> {
  const detail = new providerproto.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setProperties(toStruct(error.outputs));
  detail.setReasonsList([...error.reasons]);
  const any = new anyproto.Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new statusproto.Status();
  status.setCode(grpc.status.UNKNOWN);
  status.setMessage(error.message);
  status.addDetails(any);
  const metadata = new grpc.Metadata();
  metadata.add(DETAILS_HEADER, Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details: error.message, metadata };
}
