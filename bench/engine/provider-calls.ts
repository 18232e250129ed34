import * as grpc from "@grpc/grpc-js";
import providerClient from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import provider from "@pulumi/pulumi/proto/provider_pb.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import { PACKAGE_VERSIONS } from "../../fleet/cloud/package-versions.ts";
import { SimulatedCloud } from "../../sim/cloud.ts";
import { unary } from "../../sim/hosts/pulumi-provider/monitor.ts";
import { serveCloud } from "../../sim/hosts/pulumi-provider/server.ts";

/** Calls of `Check` that a provider answers in a second, the world file not counted. */
export interface ProviderCalls {
  readonly oneCaller: number;
  readonly sixteenCallers: number;
}

const WARM_UP_CALLS = 500;
const MEASURED_MS = 2_000;

/** Caller and provider share this process. */
export async function measureProviderCalls(): Promise<ProviderCalls> {
  const server = await serveCloud({
    cloud: new SimulatedCloud({ seed: "bench" }),
    packages: PACKAGE_VERSIONS,
    persist: () => Promise.resolve(),
  });
  const client = new providerClient.ResourceProviderClient(
    `127.0.0.1:${String(server.ports["aws"])}`,
    grpc.credentials.createInsecure(),
  );
  try {
    for (let call = 0; call < WARM_UP_CALLS; call += 1) await check(client);
    return { oneCaller: await callsPerSecond(client, 1), sixteenCallers: await callsPerSecond(client, 16) };
  } finally {
    client.close();
    await server.close();
  }
}

async function callsPerSecond(
  client: providerClient.ResourceProviderClient,
  callers: number,
): Promise<number> {
  const started = performance.now();
  let calls = 0;
  const caller = async () => {
    for (; performance.now() - started < MEASURED_MS; calls += 1) await check(client);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return Math.round((calls / (performance.now() - started)) * 1000);
}

function check(client: providerClient.ResourceProviderClient): Promise<unknown> {
  const request = new provider.CheckRequest();
  request.setUrn("urn:pulumi:stack::project::aws:ec2/vpc:Vpc::vpc");
  request.setNews(structproto.Struct.fromJavaScript({ cidrBlock: "10.0.0.0/16", tags: { Name: "vpc" } }));
  return unary((done) => client.check(request, done));
}
