/**
 * Serves the simulated cloud to a Pulumi engine: one gRPC server per package, all on one world. The engine attaches
 * to them when PULUMI_DEBUG_PROVIDERS names their ports.
 */
import * as grpc from "@grpc/grpc-js";
import providergrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import type { Cloud } from "../../core/cloud.ts";
import { ConcurrentDeletes } from "./concurrent-deletes.ts";
import { statusOf } from "./errors.ts";
import { METHODS, PackageProvider } from "./package-provider.ts";
import { unsupportedHandlers } from "./unsupported.ts";

/** Only this machine may ask. */
const LOOPBACK = "127.0.0.1";

/** Largest message accepted; an engine sends CRDs and policies, which are far smaller. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

export interface CloudServerOptions {
  readonly cloud: Cloud;
  /** Package name to the version that is reported for it. */
  readonly packages: Readonly<Record<string, string>>;
  /** Saves the world; awaited before the engine hears of a change. */
  readonly persist: () => Promise<void>;
  /** First of the consecutive ports to listen on, one per package. Default, and for 0: free ones that the system chooses. */
  readonly port?: number;
  /** Called for each request, for those who count or log. */
  readonly onRequest?: (request: { readonly packageName: string; readonly method: string }) => void;
}

export interface CloudServer {
  /** Port by package name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Value of PULUMI_DEBUG_PROVIDERS. */
  readonly debugProviders: string;
  /** Finishes running requests and stops listening. */
  close(): Promise<void>;
}

/** @throws Error when a port is taken. */
export async function serveCloud(options: CloudServerOptions): Promise<CloudServer> {
  const names = Object.keys(options.packages);
  const { port: first = 0 } = options;
  const deletes = new ConcurrentDeletes();
  const servers: grpc.Server[] = [];
  // A port that is taken is said in the error; gRPC would write it to standard error as well.
  grpc.setLogVerbosity(grpc.logVerbosity.NONE);
  try {
    const ports: Record<string, number> = {};
    for (const [index, name] of names.entries()) {
      const server = packageServer(name, deletes, options);
      servers.push(server);
      ports[name] = await bind(server, first === 0 ? 0 : first + index);
    }
    return {
      ports,
      debugProviders: names.map((name) => `${name}:${ports[name]!}`).join(","),
      close: async () => {
        await Promise.all(servers.map(shutDown));
      },
    };
  } catch (error) {
    for (const server of servers) server.forceShutdown();
    throw error;
  }
}

function packageServer(name: string, deletes: ConcurrentDeletes, options: CloudServerOptions): grpc.Server {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
    "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
  });
  // The engine opens one connection per provider instance; each has its own configuration.
  const providers = new Map<string, PackageProvider>();
  const providerOf = (peer: string): PackageProvider => {
    let provider = providers.get(peer);
    if (provider === undefined) {
      const { cloud, persist } = options;
      provider = new PackageProvider({ name, version: options.packages[name]!, cloud, deletes, persist });
      providers.set(peer, provider);
    }
    return provider;
  };
  const handlers = METHODS.map((method) => [
    method,
    (call: grpc.ServerUnaryCall<never, unknown>, callback: grpc.sendUnaryData<unknown>) => {
      options.onRequest?.({ packageName: name, method });
      Promise.resolve()
        .then(() => (providerOf(call.getPeer())[method] as (request: never) => unknown)(call.request))
        .then(
          (response) => callback(null, response),
          (error: unknown) => callback(statusOf(error)),
        );
    },
  ]);
  server.addService(providergrpc.ResourceProviderService, {
    ...unsupportedHandlers(name, METHODS),
    ...(Object.fromEntries(handlers) as grpc.UntypedServiceImplementation),
  });
  return server;
}

function bind(server: grpc.Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${LOOPBACK}:${port}`, grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(new Error(`port ${port} cannot be used (${error.message}); choose another, or none`));
    });
  });
}

function shutDown(server: grpc.Server): Promise<void> {
  return new Promise((resolve) => {
    server.tryShutdown(() => resolve());
  });
}
