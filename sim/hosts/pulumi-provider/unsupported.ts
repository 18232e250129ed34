/** Answers to methods of Pulumi's provider protocol that these packages do not have. */
import * as grpc from "@grpc/grpc-js";
import providergrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";

/**
 * A handler for each method of the service that is not among the ones given. Without them gRPC says only that there is no
 * such method. The code is what engines look for: without a mapping they go on, all else they report as an error.
 */
export function unsupportedHandlers(
  packageName: string,
  supported: readonly string[],
): grpc.UntypedServiceImplementation {
  const missing = Object.entries(providergrpc.ResourceProviderService).filter(
    ([method]) => !supported.includes(method),
  );
  return Object.fromEntries(
    missing.map(([method, { responseStream }]) => {
      const status = {
        code: grpc.status.UNIMPLEMENTED,
        details:
          `the simulated package ${packageName} has no method ${titleCase(method)}; ` +
          `it has ${supported.map(titleCase).join(", ")}`,
      };
      return [method, responseStream ? refuseStream(status) : refuse(status)];
    }),
  );
}

function refuse(status: Partial<grpc.StatusObject>): grpc.handleUnaryCall<unknown, unknown> {
  return (_call, callback) => {
    callback(status);
  };
}

function refuseStream(status: Partial<grpc.StatusObject>): grpc.handleServerStreamingCall<unknown, unknown> {
  return (call) => {
    call.emit("error", status);
  };
}

function titleCase(method: string): string {
  return `${method.charAt(0).toUpperCase()}${method.slice(1)}`;
}
