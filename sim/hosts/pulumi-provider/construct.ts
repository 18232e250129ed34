/** Expands a remote component inside of the engine that asked for it. */
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import type { Properties, RemoteComponent } from "../../core/resource-type.ts";
import { passOptionsOn } from "./component-options.ts";
import { EngineExpansion } from "./engine-expansion.ts";
import { InvalidRequest } from "./invalid-request.ts";
import { connectMonitor, unary, type Monitor } from "./monitor.ts";
import { resolve } from "./pending.ts";
import type { Secrets } from "./secrets.ts";
import { toStruct } from "./values.ts";

/**
 * Answers one Construct request.
 *
 * @param secrets those of the component's inputs.
 * @throws InvalidRequest when the request names no monitor; the engine's own words for what it refuses.
 */
export async function construct(
  component: RemoteComponent,
  request: providerproto.ConstructRequest,
  secrets: Secrets,
): Promise<providerproto.ConstructResponse> {
  const endpoint = request.getMonitorendpoint();
  if (endpoint === "") {
    throw new InvalidRequest(
      `${request.getType()} "${request.getName()}" cannot register its children: the request names no monitor`,
    );
  }
  const monitor = connectMonitor(endpoint);
  try {
    const urn = await registerComponent(monitor, request);
    const expansion = new EngineExpansion(monitor, request, secrets, urn);
    const outputs = component.expand(request.getName(), expansion.inputs(), expansion);
    const state = await resolve(outputs);
    await expansion.settled();
    const struct = toStruct(secrets.mark(state.value as Properties));
    await registerOutputs(monitor, urn, struct);
    return response(urn, struct, await dependenciesByProperty(outputs));
  } finally {
    monitor.close();
  }
}

async function registerComponent(
  monitor: Monitor,
  construct: providerproto.ConstructRequest,
): Promise<string> {
  const request = new resproto.RegisterResourceRequest();
  request.setType(construct.getType());
  request.setName(construct.getName());
  request.setParent(construct.getParent());
  request.setCustom(false);
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  passOptionsOn(construct, request);
  request.setObject(structproto.Struct.fromJavaScript({}));
  const answer = await unary<resproto.RegisterResourceResponse>((callback) =>
    monitor.registerResource(request, callback),
  );
  return answer.getUrn();
}

async function registerOutputs(monitor: Monitor, urn: string, outputs: structproto.Struct): Promise<void> {
  const request = new resproto.RegisterResourceOutputsRequest();
  request.setUrn(urn);
  request.setOutputs(outputs);
  await unary((callback) => monitor.registerResourceOutputs(request, callback));
}

async function dependenciesByProperty(outputs: Properties): Promise<ReadonlyMap<string, readonly string[]>> {
  const entries = await Promise.all(
    Object.entries(outputs).map(
      async ([key, value]) => [key, [...new Set((await resolve(value)).dependencies)]] as const,
    ),
  );
  return new Map(entries);
}

function response(
  urn: string,
  state: structproto.Struct,
  dependencies: ReadonlyMap<string, readonly string[]>,
): providerproto.ConstructResponse {
  const answer = new providerproto.ConstructResponse();
  answer.setUrn(urn);
  answer.setState(state);
  for (const [key, urns] of dependencies) {
    const property = new providerproto.ConstructResponse.PropertyDependencies();
    property.setUrnsList([...urns]);
    answer.getStatedependenciesMap().set(key, property);
  }
  return answer;
}
