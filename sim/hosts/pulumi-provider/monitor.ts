/** Connection to the engine's resource monitor, with which a component registers its children. */
import * as grpc from "@grpc/grpc-js";
import resourcegrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";

export type Monitor = resourcegrpc.ResourceMonitorClient;

/** Largest message between engine and provider; CRDs and policies are well below. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** @param endpoint as a Construct request names it. */
export function connectMonitor(endpoint: string): Monitor {
  return new resourcegrpc.ResourceMonitorClient(endpoint, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  });
}

/** The answer to a call. @throws ServiceError */
export function unary<T>(
  call: (callback: (error: grpc.ServiceError | null, answer: T) => void) => void,
): Promise<T> {
  return new Promise((fulfil, reject) => {
    call((error, answer) => {
      if (error === null) fulfil(answer);
      else reject(error);
    });
  });
}
