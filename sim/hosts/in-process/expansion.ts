import type { Child, ChildOptions, Expansion, Properties, ProviderConfig } from "../../core/resource-type.ts";
import { packageOf } from "../calls.ts";
import type { Registration } from "./registration.ts";
import { ResourceReference } from "./resource-reference.ts";
import type { ResourceRecord } from "./stack-state.ts";
import { Traced, untraced } from "./traced.ts";
import { withIds } from "./wire.ts";

/** What a remote component needs of the deployment that it is part of. */
export interface Registrar {
  register(registration: Registration): ResourceRecord;
  invoke(token: string, args: Properties, provider: ProviderConfig): Properties;
  record(urn: string): ResourceRecord | undefined;
}

/** Lets a remote component register its children, which inherit its providers. */
export class InProcessExpansion implements Expansion {
  readonly #registrar: Registrar;
  readonly #urn: string;
  readonly #component: Registration;

  constructor(registrar: Registrar, urn: string, component: Registration) {
    this.#registrar = registrar;
    this.#urn = urn;
    this.#component = component;
  }

  resource(type: string, name: string, inputs: Properties, options: ChildOptions = {}): Child {
    return this.#register({ type, name, custom: true }, inputs, options);
  }

  component(type: string, name: string, options: ChildOptions = {}): Child {
    return this.#register({ type, name, custom: false }, {}, options);
  }

  invoke(token: string, args: Properties): unknown {
    const { value, dependencies } = untraced(args);
    const answer = this.#registrar.invoke(token, withIds(value) as Properties, this.#providerOf(token));
    return new Traced(answer, dependencies);
  }

  map<T, U>(value: T, compute: (value: T) => U): U {
    const known = untraced(value);
    const result = untraced(compute(known.value as T));
    // Opaque by contract: who receives it passes it on, or maps it again.
    return new Traced(result.value, union(known.dependencies, result.dependencies)) as U;
  }

  follow(reference: unknown, output: string): unknown {
    const { value, dependencies } = untraced(reference);
    if (!(value instanceof ResourceReference)) return new Traced((value as Properties)[output], dependencies);
    const record = this.#registrar.record(value.urn);
    if (record === undefined) throw new Error(`unknown resource ${value.urn}`);
    const found = output === "id" ? record.id : record.outputs[output];
    // The outputs of a component come from the resources in it.
    return new Traced(found, record.custom ? union(dependencies, [record.urn]) : dependencies);
  }

  #register(
    subject: Pick<Registration, "type" | "name" | "custom">,
    inputs: Properties,
    { parent, dependsOn = [], ignoreChanges = [] }: ChildOptions,
  ): InProcessChild {
    const traced = Object.entries(inputs)
      .map(([property, value]) => [property, untraced(value)] as const)
      .filter(([, { value }]) => value !== undefined);
    const record = this.#registrar.register({
      ...subject,
      remote: false,
      parent: parent === undefined ? this.#urn : urnOf(parent),
      inputs: Object.fromEntries(traced.map(([property, { value }]) => [property, withIds(value)])),
      dependencies: union(dependsOn.map(urnOf), ...traced.map(([, { dependencies }]) => dependencies)),
      propertyDependencies: Object.fromEntries(
        traced.map(([property, { dependencies }]) => [property, dependencies]),
      ),
      provider: this.#providerOf(subject.type),
      providers: {},
      replaceOnChanges: [],
      ignoreChanges,
      timeouts: {},
    });
    return new InProcessChild(record);
  }

  #providerOf(token: string): ProviderConfig {
    return this.#component.providers[packageOf(token)] ?? this.#component.provider;
  }
}

class InProcessChild implements Child {
  readonly record: ResourceRecord;

  constructor(record: ResourceRecord) {
    this.record = record;
  }

  output(property: string): unknown {
    const { id, outputs, urn } = this.record;
    return new Traced(property === "id" ? id : outputs[property], [urn]);
  }

  get reference(): unknown {
    const { id, urn } = this.record;
    return new Traced(new ResourceReference(urn, id), [urn]);
  }
}

function urnOf(child: Child): string {
  return (child as InProcessChild).record.urn;
}

function union(...lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())];
}
