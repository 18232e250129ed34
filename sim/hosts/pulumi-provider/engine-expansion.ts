/** What an expansion may do, carried out by the engine that asked for the component. */
import type providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import * as rpc from "@pulumi/pulumi/runtime/rpc.js";
import type { Child, ChildOptions, Expansion, Properties } from "../../core/resource-type.ts";
import { hasUnknown, UNKNOWN } from "../../core/unknown.ts";
import { packageOf } from "../calls.ts";
import { unary, type Monitor } from "./monitor.ts";
import { Pending, resolve, type WireValue } from "./pending.ts";
import type { Secrets } from "./secrets.ts";
import { asSecret, hasSecret, isSigned, revealed, secretElement, toStruct, wireOf } from "./values.ts";

/**
 * Registers children with the engine's monitor. The expansion looks at plain values; what is secret is marked again in
 * all that goes to the engine.
 */
export class EngineExpansion implements Expansion {
  readonly #monitor: Monitor;
  readonly #request: providerproto.ConstructRequest;
  readonly #secrets: Secrets;
  readonly #parent: string;
  readonly #registrations: Promise<unknown>[] = [];

  /** @param secrets those of the component's inputs. */
  constructor(monitor: Monitor, request: providerproto.ConstructRequest, secrets: Secrets, parent: string) {
    this.#monitor = monitor;
    this.#request = request;
    this.#secrets = secrets;
    this.#parent = parent;
  }

  /** The component's inputs: plain where the program gives plain values, pending where it gives outputs. */
  inputs(): Properties {
    return Object.fromEntries(
      Object.entries(wireOf(this.#request.getInputs())).map(([key, value]) => {
        const dependencies = this.#request.getInputdependenciesMap().get(key)?.getUrnsList() ?? [];
        return [key, fromProgram(value, dependencies)];
      }),
    );
  }

  resource(type: string, name: string, inputs: Properties, options: ChildOptions = {}): Child {
    return this.#child({ type, name, custom: true }, inputs, options);
  }

  component(type: string, name: string, options: ChildOptions = {}): Child {
    return this.#child({ type, name, custom: false }, {}, options);
  }

  invoke(token: string, args: Properties): unknown {
    const answer = this.#invoke(token, args);
    this.#registrations.push(answer);
    return new Pending(answer);
  }

  map<T, U>(value: T, compute: (value: T) => U): U {
    const mapped = resolve(value).then(async ({ value: known, dependencies }) => {
      if (hasUnknown(known)) return { value: UNKNOWN, dependencies };
      const result = await resolve(compute(revealed(known) as T));
      return {
        value: hasSecret(known) ? asSecret(result.value) : result.value,
        dependencies: [...dependencies, ...result.dependencies],
      };
    });
    // A failure counts, whether anybody needs the value or not.
    this.#registrations.push(mapped);
    // Opaque by contract: who receives it passes it on, or maps it again.
    return new Pending(mapped) as U;
  }

  follow(reference: unknown, output: string): unknown {
    const followed = resolve(reference).then(async ({ value, dependencies }) => {
      if (value === UNKNOWN) return { value, dependencies };
      const object = (revealed(value) ?? {}) as Properties;
      const { [rpc.specialSigKey]: signature, urn } = object;
      if (signature !== rpc.specialResourceSig) return { value: object[output], dependencies };
      const found = await this.#invoke("pulumi:pulumi:getResource", { urn });
      const { id, state } = found.value as { id: unknown; state: Properties };
      // A component has no id. Its outputs come from the resources in it.
      if (!("id" in object)) return { value: state[output], dependencies };
      return { value: outputOf({ id, state }, output), dependencies: [...dependencies, String(urn)] };
    });
    return new Pending(followed);
  }

  /** Waits until every child is registered, also those that no output needs. */
  async settled(): Promise<void> {
    await Promise.all(this.#registrations);
  }

  #child(subject: Subject, inputs: Properties, options: ChildOptions): Child {
    const registered = this.#register(subject, inputs, options);
    this.#registrations.push(registered);
    registered.catch(() => undefined);
    return new EngineChild(registered);
  }

  async #register(
    { type, name, custom }: Subject,
    inputs: Properties,
    { parent, dependsOn = [], ignoreChanges = [] }: ChildOptions,
  ): Promise<resproto.RegisterResourceResponse> {
    const request = new resproto.RegisterResourceRequest();
    request.setType(type);
    request.setName(name);
    request.setParent(parent === undefined ? this.#parent : await (parent as EngineChild).urn());
    request.setCustom(custom);
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setSupportspartialvalues(true);
    request.setProvider(custom ? (this.#request.getProvidersMap().get(packageOf(type)) ?? "") : "");
    request.setIgnorechangesList([...ignoreChanges]);
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
    request.setObject(toStruct(this.#secrets.mark(values)));
    return unary((callback) => this.#monitor.registerResource(request, callback));
  }

  async #invoke(token: string, args: Properties): Promise<WireValue> {
    const { value, dependencies } = await resolve(args);
    if (hasUnknown(value)) return { value: UNKNOWN, dependencies };
    const request = new resproto.ResourceInvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(this.#secrets.mark(value as Properties)));
    request.setProvider(this.#request.getProvidersMap().get(packageOf(token)) ?? "");
    request.setAcceptresources(true);
    const answer = await unary<resproto.ResourceInvokeResponse>((callback) =>
      this.#monitor.invoke(request, callback),
    );
    const [failure] = answer.getFailuresList();
    if (failure !== undefined) throw new Error(`${token}: ${failure.getProperty()} ${failure.getReason()}`);
    return { value: wireOf(answer.getReturn()), dependencies };
  }
}

/** What is registered. */
interface Subject {
  readonly type: string;
  readonly name: string;
  /** False for a component. */
  readonly custom: boolean;
}

/** An input as the SDK of a plugin takes it from the wire: plain values stay plain, outputs may be unknown yet. */
function fromProgram(value: unknown, dependencies: readonly string[]): unknown {
  const opened = withPending(value);
  const isPlain = dependencies.length === 0 || opened !== value || isReference(value);
  return isPlain ? opened : new Pending(Promise.resolve({ value, dependencies }));
}

/** A value with its outputs pending; the value itself when it has none. */
function withPending(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const output = wireValueOf(value);
  if (output !== undefined) return new Pending(Promise.resolve(output));
  if (isSigned(value)) return value;
  const items = Object.entries(value).map(([key, item]) => [key, item, withPending(item)] as const);
  if (items.every(([, item, opened]) => item === opened)) return value;
  if (Array.isArray(value)) return items.map(([, , opened]) => opened);
  return Object.fromEntries(items.map(([key, , opened]) => [key, opened]));
}

/** What an output stands for, as it is on the wire; undefined for a value that is not an output. */
function wireValueOf(value: object): WireValue | undefined {
  if (secretElement(value) !== undefined) {
    return { value: asSecret(secretElement(value)?.value), dependencies: dependenciesOf(value) };
  }
  const { [rpc.specialSigKey]: signature, value: known = UNKNOWN } = value as Properties;
  if (signature !== rpc.specialOutputValueSig) return undefined;
  return { value: known, dependencies: dependenciesOf(value) };
}

/** An output of a resource; unknown in the preview of its creation, when it has no id. */
function outputOf(
  { id, state }: { readonly id: unknown; readonly state: Properties },
  output: string,
): unknown {
  const known = output === "id" ? (id === "" ? undefined : id) : state[output];
  return known ?? (id === "" ? UNKNOWN : undefined);
}

function dependenciesOf(output: object): string[] {
  const { dependencies } = output as { dependencies?: unknown };
  return Array.isArray(dependencies) ? dependencies.map(String) : [];
}

function isReference(value: unknown): boolean {
  return (value as Properties | null)?.[rpc.specialSigKey] === rpc.specialResourceSig;
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
        const known = { id: response.getId(), state: wireOf(response.getObject()) };
        return { value: outputOf(known, property), dependencies: [response.getUrn()] };
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
