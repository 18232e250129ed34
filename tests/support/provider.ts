import { functionType, resourceType } from "../../sim/catalog.ts";
import type { Cloud } from "../../sim/core/cloud.ts";
import { readForImport } from "../../sim/hosts/pulumi-provider/read.ts";
import { diffResource, type ResourceDiff } from "../../sim/core/diff.ts";
import type {
  Properties,
  ProviderConfig,
  ResourceContext,
  ResourceType,
} from "../../sim/core/resource-type.ts";

/** Calls Pulumi types as an engine does, for tests of one type at a time. */
export class Provider {
  readonly #cloud: Cloud;
  readonly #config: ProviderConfig;

  constructor(cloud: Cloud, config: ProviderConfig = {}) {
    this.#cloud = cloud;
    this.#config = config;
  }

  /** Creates a resource. @throws Error with the failures of the input check, or what creation throws. */
  create(token: string, name: string, given: Properties, timeoutMs?: number): ManagedResource {
    const context = {
      cloud: this.#cloud,
      name,
      urn: `urn:pulumi:test::test::${token}::${name}`,
      provider: this.#config,
    };
    return ManagedResource.create(
      resourceType(token),
      timeoutMs === undefined ? context : { ...context, timeoutMs },
      given,
    );
  }

  /** The failures of the input check as `property: reason`. */
  failures(token: string, given: Properties): string[] {
    const { failures } = check(
      resourceType(token),
      { cloud: this.#cloud, name: "x", urn: "urn", provider: this.#config },
      given,
    );
    return failures.map(({ property, reason }) => `${property}: ${reason}`);
  }

  /** What an import or a lookup by id gives. */
  import(token: string, id: string): Properties | undefined {
    const context = { cloud: this.#cloud, name: "x", urn: "urn", provider: this.#config };
    const type = resourceType(token);
    const found = type.findImported ? type.findImported(context, id) : { id, properties: {} };
    return found && type.read(context, found.id, found.properties);
  }

  /** Takes over what is there, as an import does. */
  adopt(token: string, name: string, id: string): ManagedResource {
    return ManagedResource.adopt(
      resourceType(token),
      { cloud: this.#cloud, name, urn: "urn", provider: this.#config },
      id,
    );
  }

  invoke(token: string, args: Properties): Properties {
    return functionType(token).invoke({ cloud: this.#cloud, provider: this.#config }, args);
  }
}

/** A resource with the inputs and outputs that an engine would have in its state. */
export class ManagedResource {
  readonly id: string;
  inputs: Properties;
  outputs: Properties;
  readonly #type: ResourceType;
  readonly #context: ResourceContext;

  private constructor(
    type: ResourceType,
    context: ResourceContext,
    inputs: Properties,
    id: string,
    outputs: Properties,
  ) {
    this.#type = type;
    this.#context = context;
    this.inputs = inputs;
    this.id = id;
    this.outputs = outputs;
  }

  static create(type: ResourceType, context: ResourceContext, given: Properties): ManagedResource {
    const inputs = checked(type, context, given);
    const { id, outputs } = type.create(context, inputs);
    return new ManagedResource(type, context, inputs, id, outputs);
  }

  static adopt(type: ResourceType, context: ResourceContext, importId: string): ManagedResource {
    const { id, inputs, outputs } = readForImport(type, context, importId)!;
    return new ManagedResource(type, context, inputs, id, outputs);
  }

  /** Outputs that a preview of the creation shows neither as known nor as unknown; there should be none. */
  missingInPreview(): string[] {
    const { computed } = this.#type;
    const unknown = typeof computed === "function" ? computed(this.inputs) : computed;
    return Object.keys(this.outputs).filter((key) => !(key in this.inputs) && !unknown.includes(key));
  }

  diff(given: Properties): ResourceDiff {
    const after = checked(this.#type, this.#context, given);
    return diffResource(this.#type, this.inputs, after, { state: this.outputs });
  }

  /** Changes the resource in place. */
  update(given: Properties): void {
    const inputs = checked(this.#type, this.#context, given);
    if (this.#type.update === undefined) throw new Error(`${this.#type.token} has no update`);
    this.outputs = this.#type.update(this.#context, this.id, this.inputs, inputs);
    this.inputs = inputs;
  }

  /** Inputs that differ from what is there now, as a refresh shows them; undefined when the resource is gone. */
  drift(): readonly string[] | undefined {
    const present = this.#type.read(this.#context, this.id, this.inputs);
    if (present === undefined) return undefined;
    const inputs = Object.entries(this.inputs).map(([key, value]) => [
      key,
      key in present ? present[key] : value,
    ]);
    return diffResource(this.#type, this.inputs, Object.fromEntries(inputs)).changed;
  }

  delete(): void {
    this.#type.delete(this.#context, this.id, this.outputs);
  }
}

function check(type: ResourceType, context: ResourceContext, given: Properties) {
  return type.check?.(given, context) ?? { inputs: given, failures: [] };
}

function checked(type: ResourceType, context: ResourceContext, given: Properties): Properties {
  const { inputs, failures } = check(type, context, given);
  if (failures.length > 0)
    throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  return inputs;
}
