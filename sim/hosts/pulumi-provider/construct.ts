/**
 * Expands a remote component inside of the engine: registers its children with the engine's resource monitor, passing
 * values on as they are on the wire, so that secrets stay secret and unknown values unknown.
 */
import * as grpc from "@grpc/grpc-js";
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import resourcegrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import structproto from "google-protobuf/google/protobuf/struct_pb.js";
import type { Child, Expansion, Properties, RemoteComponent } from "../../core/resource-type.ts";
import { hasUnknown, UNKNOWN } from "../../core/unknown.ts";

/** Largest message between engine and provider; CRDs and policies are well below. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;

/** A value in the engine's encoding, with the URNs that it came from. */
interface WireValue {
  readonly value: unknown;
  readonly dependencies: readonly string[];
}

/** A value that another registration will give. */
class Pending {
  readonly value: Promise<WireValue>;

  constructor(value: Promise<WireValue>) {
    this.value = value;
    // Whoever needs the value sees its failure; one that nobody needs must not end the process.
    value.catch(() => undefined);
  }
}

/** Answers one Construct request. */
export async function construct(
  component: RemoteComponent,
  request: providerproto.ConstructRequest,
): Promise<providerproto.ConstructResponse> {
  const monitor = new resourcegrpc.ResourceMonitorClient(
    request.getMonitorendpoint(),
    grpc.credentials.createInsecure(),
    { "grpc.max_receive_message_length": MAX_MESSAGE_BYTES },
  );
  try {
    const urn = await registerComponent(monitor, request);
    const expansion = new EngineExpansion(monitor, request, urn);
    const outputs = component.expand(request.getName(), expansion.inputs(), expansion);
    const state = await resolve(outputs);
    await expansion.settled();
    const struct = structproto.Struct.fromJavaScript(
      state.value as Record<string, structproto.JavaScriptValue>,
    );
    await registerOutputs(monitor, urn, struct);
    return response(urn, struct, await dependenciesByProperty(outputs));
  } finally {
    monitor.close();
  }
}

class EngineExpansion implements Expansion {
  readonly #monitor: resourcegrpc.ResourceMonitorClient;
  readonly #request: providerproto.ConstructRequest;
  readonly #parent: string;
  readonly #registrations: Promise<unknown>[] = [];

  constructor(
    monitor: resourcegrpc.ResourceMonitorClient,
    request: providerproto.ConstructRequest,
    parent: string,
  ) {
    this.#monitor = monitor;
    this.#request = request;
    this.#parent = parent;
  }

  /** The component's inputs: plain where nothing hangs on them, pending where they come from other resources. */
  inputs(): Properties {
    const struct = this.#request.getInputs()?.toJavaScript() ?? {};
    return Object.fromEntries(
      Object.entries(struct).map(([key, value]) => {
        const dependencies = this.#request.getInputdependenciesMap().get(key)?.getUrnsList() ?? [];
        const opaque = dependencies.length > 0 && (hasUnknown(value) || typeof value !== "object");
        return [key, opaque ? new Pending(Promise.resolve({ value, dependencies })) : value];
      }),
    );
  }

  resource(
    type: string,
    name: string,
    inputs: Properties,
    options: { readonly dependsOn?: readonly Child[] } = {},
  ): Child {
    const registered = this.#register(type, name, inputs, options.dependsOn ?? []);
    this.#registrations.push(registered);
    registered.catch(() => undefined);
    return new EngineChild(registered);
  }

  invoke(token: string, args: Properties): unknown {
    const answer = this.#invoke(token, args);
    this.#registrations.push(answer);
    return new Pending(answer);
  }

  map<T, U>(value: T, compute: (value: T) => U): U {
    const mapped = resolve(value).then(async ({ value: known, dependencies }) => {
      if (hasUnknown(known)) return { value: UNKNOWN, dependencies };
      const result = await resolve(compute(withoutSecrets(known) as T));
      return { value: result.value, dependencies: [...dependencies, ...result.dependencies] };
    });
    // Opaque by contract: who receives it passes it on, or maps it again.
    return new Pending(mapped) as U;
  }

  follow(reference: unknown): unknown {
    const followed = resolve(reference).then(async ({ value, dependencies }) => {
      const { [rpc.specialSigKey]: signature, urn } = (value ?? {}) as Properties;
      if (signature !== rpc.specialResourceSig) return { value, dependencies };
      const found = await this.#invoke("pulumi:pulumi:getResource", { urn });
      const { id, state } = found.value as { id: unknown; state: Properties };
      return { value: { ...state, id }, dependencies: [...dependencies, String(urn)] };
    });
    return new Pending(followed);
  }

  /** Waits until every child is registered, also those that no output needs. */
  async settled(): Promise<void> {
    await Promise.all(this.#registrations);
  }

  async #register(
    type: string,
    name: string,
    inputs: Properties,
    dependsOn: readonly Child[],
  ): Promise<resproto.RegisterResourceResponse> {
    const request = new resproto.RegisterResourceRequest();
    request.setType(type);
    request.setName(name);
    request.setParent(this.#parent);
    request.setCustom(true);
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setSupportspartialvalues(true);
    request.setProvider(this.#request.getProvidersMap().get(type.split(":")[0]!) ?? "");
    request.setProtect(this.#request.getProtect() ?? false);
    const dependencies = new Set<string>();
    const values: Record<string, unknown> = {};
    for (const [key, input] of Object.entries(inputs)) {
      const { value, dependencies: urns } = await resolve(input);
      if (value === undefined) continue;
      values[key] = value;
      const property = new resproto.RegisterResourceRequest.PropertyDependencies();
      property.setUrnsList([...new Set(urns)]);
      request.getPropertydependenciesMap().set(key, property);
      for (const urn of urns) dependencies.add(urn);
    }
    for (const child of dependsOn) dependencies.add(await (child as EngineChild).urn());
    request.setDependenciesList([...dependencies]);
    request.setObject(
      structproto.Struct.fromJavaScript(values as Record<string, structproto.JavaScriptValue>),
    );
    return unary((callback) => this.#monitor.registerResource(request, callback));
  }

  async #invoke(token: string, args: Properties): Promise<WireValue> {
    const { value, dependencies } = await resolve(args);
    if (hasUnknown(value)) return { value: UNKNOWN, dependencies };
    const request = new resproto.ResourceInvokeRequest();
    request.setTok(token);
    request.setArgs(structproto.Struct.fromJavaScript(value as Record<string, structproto.JavaScriptValue>));
    request.setProvider(this.#request.getProvidersMap().get(token.split(":")[0]!) ?? "");
    request.setAcceptresources(true);
    const answer = await unary<resproto.ResourceInvokeResponse>((callback) =>
      this.#monitor.invoke(request, callback),
    );
    const [failure] = answer.getFailuresList();
    if (failure !== undefined) throw new Error(`${token}: ${failure.getProperty()} ${failure.getReason()}`);
    return { value: answer.getReturn()?.toJavaScript() ?? {}, dependencies };
  }
}

class EngineChild implements Child {
  readonly #registered: Promise<resproto.RegisterResourceResponse>;

  constructor(registered: Promise<resproto.RegisterResourceResponse>) {
    this.#registered = registered;
  }

  async urn(): Promise<string> {
    return (await this.#registered).getUrn();
  }

  output(property: string): unknown {
    return new Pending(
      this.#registered.then((response) => {
        const id = response.getId() === "" ? UNKNOWN : response.getId();
        const outputs = response.getObject()?.toJavaScript() ?? {};
        // In a preview an output that is not there yet is unknown.
        const value = property === "id" ? id : (outputs[property] ?? (id === UNKNOWN ? UNKNOWN : undefined));
        return { value, dependencies: [response.getUrn()] };
      }),
    );
  }

  get reference(): unknown {
    return new Pending(
      this.#registered.then((response) => ({
        value: {
          [rpc.specialSigKey]: rpc.specialResourceSig,
          urn: response.getUrn(),
          id: response.getId() === "" ? UNKNOWN : response.getId(),
        },
        dependencies: [response.getUrn()],
      })),
    );
  }
}

/** Waits for everything pending inside of a value. */
async function resolve(value: unknown): Promise<WireValue> {
  if (value instanceof Pending) {
    const { value: inner, dependencies } = await value.value;
    const resolved = await resolve(inner);
    return { value: resolved.value, dependencies: [...dependencies, ...resolved.dependencies] };
  }
  if (Array.isArray(value)) {
    const items = await Promise.all(value.map(resolve));
    return {
      value: items.map((item) => item.value),
      dependencies: items.flatMap((item) => item.dependencies),
    };
  }
  if (typeof value !== "object" || value === null) return { value, dependencies: [] };
  const entries = await Promise.all(
    Object.entries(value).map(async ([key, item]) => [key, await resolve(item)] as const),
  );
  return {
    value: Object.fromEntries(
      entries.filter(([, item]) => item.value !== undefined).map(([key, item]) => [key, item.value]),
    ),
    dependencies: entries.flatMap(([, item]) => item.dependencies),
  };
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object[rpc.specialSigKey] === rpc.specialSecretSig) return withoutSecrets(object["value"]);
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, withoutSecrets(item)]));
}

async function registerComponent(
  monitor: resourcegrpc.ResourceMonitorClient,
  construct: providerproto.ConstructRequest,
): Promise<string> {
  const request = new resproto.RegisterResourceRequest();
  request.setType(construct.getType());
  request.setName(construct.getName());
  request.setParent(construct.getParent());
  request.setCustom(false);
  request.setAcceptsecrets(true);
  request.setAcceptresources(true);
  request.setDependenciesList(construct.getDependenciesList());
  request.setAliasesList(construct.getAliasesList());
  request.setObject(structproto.Struct.fromJavaScript({}));
  const answer = await unary<resproto.RegisterResourceResponse>((callback) =>
    monitor.registerResource(request, callback),
  );
  return answer.getUrn();
}

async function registerOutputs(
  monitor: resourcegrpc.ResourceMonitorClient,
  urn: string,
  outputs: structproto.Struct,
): Promise<void> {
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

function unary<T>(
  call: (callback: (error: grpc.ServiceError | null, answer: T) => void) => void,
): Promise<T> {
  return new Promise((fulfil, reject) => {
    call((error, answer) => {
      if (error === null) fulfil(answer);
      else reject(error);
    });
  });
}
