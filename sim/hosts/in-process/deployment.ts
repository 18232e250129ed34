import { functionType, remoteComponent, resourceType } from "../../catalog.ts";
import type { Cloud } from "../../cloud.ts";
import { diffResource } from "../../core/diff.ts";
import { ResourceInitError } from "../../core/errors.ts";
import type {
  CheckFailure,
  Child,
  Expansion,
  Properties,
  ProviderConfig,
  ResourceContext,
  ResourceType,
} from "../../core/resource-type.ts";
import type { OnStep, StepOperation } from "./events.ts";
import type { Registration } from "./registration.ts";
import type { ResourceRecord, StackState } from "./stack-state.ts";
import { ResourceReference, withIds } from "./wire.ts";

/** Changes a registration before it reaches the cloud: how drills bring in a mistake that the program does not make. */
export type Intercept = (registration: {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}) => Properties;

/** Packages whose provider resources are configuration only. */
const PROVIDER_PREFIX = "pulumi:providers:";

/**
 * One run of a stack's program against the cloud: what the engine's step generator and executor do, for one
 * process. Resources known from an earlier run are compared and changed, those not registered again are deleted.
 */
export class Deployment {
  readonly #cloud: Cloud;
  readonly #stack: string;
  readonly #project: string;
  readonly #state: StackState;
  readonly #onStep: OnStep;
  readonly #intercept: Intercept;
  readonly #registered = new Set<string>();
  readonly #superseded: ResourceRecord[] = [];
  readonly counts: Record<StepOperation, number> = {
    create: 0,
    update: 0,
    replace: 0,
    same: 0,
    read: 0,
    delete: 0,
  };

  constructor(options: {
    readonly cloud: Cloud;
    readonly project: string;
    readonly stack: string;
    readonly state: StackState;
    readonly onStep?: OnStep;
    readonly intercept?: Intercept;
  }) {
    this.#cloud = options.cloud;
    this.#project = options.project;
    this.#stack = options.stack;
    this.#state = options.state;
    this.#onStep = options.onStep ?? (() => {});
    this.#intercept = options.intercept ?? (({ inputs }) => inputs);
  }

  /** The URN under which a resource is known: parents' types are part of it. */
  urn(type: string, name: string, parent: string | undefined): string {
    const parentType = parent?.split("::")[2];
    const qualified =
      parentType === undefined || parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.#stack}::${this.#project}::${qualified}::${name}`;
  }

  /** Brings one resource to the state that the program wants. @throws what the cloud refuses. */
  register(registration: Registration): ResourceRecord {
    const urn = this.urn(registration.type, registration.name, registration.parent);
    if (this.#registered.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.#registered.add(urn);
    if (registration.type.startsWith(PROVIDER_PREFIX)) {
      return this.#remember(urn, registration, this.#cloud.ids.uuid(), registration.inputs);
    }
    if (registration.remote) return this.#expand(urn, registration);
    if (!registration.custom) return this.#component(urn, registration);
    return this.#reconcile(urn, registration);
  }

  /** Reads a resource that some other program owns. @throws when there is no such resource. */
  readExternal(request: {
    readonly type: string;
    readonly name: string;
    readonly id: string;
    readonly inputs: Properties;
    readonly provider: ProviderConfig;
    readonly parent?: string;
  }): Properties {
    const urn = this.urn(request.type, request.name, request.parent);
    return this.#step("read", urn, request, () => {
      const context = this.#context(urn, request, undefined);
      const outputs = resourceType(request.type).read(context, request.id, request.inputs);
      if (outputs === undefined) throw new Error(`resource '${request.id}' does not exist`);
      return outputs;
    });
  }

  /** Calls a function of the cloud. */
  invoke(token: string, args: Properties, provider: ProviderConfig): Properties {
    return functionType(token).invoke({ cloud: this.#cloud, provider }, args);
  }

  record(urn: string): ResourceRecord | undefined {
    return this.#state.resources.get(urn);
  }

  /** Deletes what was replaced, and what an earlier run made and this one no longer wants. */
  finish(): void {
    for (const record of this.#superseded.splice(0).reverse()) this.#delete(record);
    for (const record of this.#state.destroyOrder()) {
      if (!this.#registered.has(record.urn)) this.remove(record);
    }
  }

  /** Deletes one resource and forgets it. @throws when it is protected or the cloud refuses. */
  remove(record: ResourceRecord): void {
    this.#delete(record);
    this.#state.resources.delete(record.urn);
  }

  #delete(record: ResourceRecord): void {
    if (!record.custom || record.type.startsWith(PROVIDER_PREFIX) || record.retainOnDelete) return;
    if (record.protect) {
      throw new Error(
        `resource "${record.urn}" cannot be deleted because it is protected; unset "protect" in the program and update first`,
      );
    }
    this.#step("delete", record.urn, record, () => {
      const context = this.#context(record.urn, record, record.deleteTimeoutMs);
      resourceType(record.type).delete(context, record.id, record.outputs);
    });
  }

  /** A component of the program's own: only its place in the tree is kept. */
  #component(urn: string, registration: Registration): ResourceRecord {
    const operation = this.#state.resources.has(urn) ? "same" : "create";
    return this.#step(operation, urn, registration, () => this.#remember(urn, registration, "", {}));
  }

  #reconcile(urn: string, registration: Registration): ResourceRecord {
    const type = resourceType(registration.type);
    const existing = this.#state.resources.get(urn);
    const wanted = this.#intercept({ ...registration });
    const inputs = this.#checked(type, urn, registration, keepIgnored(wanted, existing, registration));
    if (existing === undefined) return this.#create("create", type, urn, registration, inputs);

    const diff = diffResource(type, existing.inputs, inputs, registration);
    if (diff.changed.length === 0) {
      this.counts.same += 1;
      return this.#remember(urn, { ...registration, inputs }, existing.id, existing.outputs);
    }
    if (diff.replace.length === 0) return this.#update(type, urn, registration, existing, inputs);
    if (diff.deleteBeforeReplace) this.remove(existing);
    else this.#superseded.push(existing);
    // A new entry at the end of the state: whatever depends on it is younger.
    this.#state.resources.delete(urn);
    return this.#create("replace", type, urn, registration, inputs);
  }

  #create(
    operation: "create" | "replace",
    type: ResourceType,
    urn: string,
    registration: Registration,
    inputs: Properties,
  ): ResourceRecord {
    const checked = { ...registration, inputs };
    return this.#step(operation, urn, registration, () => {
      try {
        const context = this.#context(urn, registration, registration.timeouts.createMs);
        const { id, outputs } = type.create(context, inputs);
        return this.#remember(urn, checked, id, outputs);
      } catch (error) {
        // It exists, only not ready: the next run must go on from there.
        if (error instanceof ResourceInitError) this.#remember(urn, checked, error.id, error.outputs);
        throw error;
      }
    });
  }

  #update(
    type: ResourceType,
    urn: string,
    registration: Registration,
    existing: ResourceRecord,
    inputs: Properties,
  ): ResourceRecord {
    return this.#step("update", urn, registration, () => {
      const context = this.#context(urn, registration, registration.timeouts.updateMs);
      // diffResource asks for a replacement of every type that has no update.
      const outputs = type.update!(context, existing.id, existing.inputs, inputs);
      return this.#remember(urn, { ...registration, inputs }, existing.id, outputs);
    });
  }

  #expand(urn: string, registration: Registration): ResourceRecord {
    const inputs = this.#intercept({ ...registration });
    this.#remember(urn, { ...registration, custom: false }, "", {});
    return this.#step("create", urn, registration, () => {
      const component = remoteComponent(registration.type);
      const outputs = component.expand(registration.name, inputs, this.#expansion(urn, registration));
      return this.#remember(urn, { ...registration, custom: false }, "", outputs);
    });
  }

  #expansion(parent: string, component: Registration): Expansion {
    const providerOf = (token: string): ProviderConfig => {
      const [packageName = ""] = token.split(":");
      return component.providers[packageName] ?? component.provider;
    };
    return {
      resource: (type, name, inputs, options) => {
        const record = this.register({
          type,
          name,
          custom: true,
          remote: false,
          parent,
          inputs: withIds(inputs) as Properties,
          dependencies: [
            ...component.dependencies,
            ...(options?.dependsOn ?? []).map((child) => (child.reference as ResourceReference).urn),
          ],
          provider: providerOf(type),
          providers: {},
          protect: false,
          retainOnDelete: false,
          replaceOnChanges: [],
          ignoreChanges: [],
          timeouts: {},
        });
        return childOf(record);
      },
      invoke: (token, args) => this.invoke(token, withIds(args) as Properties, providerOf(token)),
      map: (value, compute) => compute(value),
      follow: (reference) => {
        if (!(reference instanceof ResourceReference)) return reference;
        const record = this.record(reference.urn);
        if (record === undefined) throw new Error(`unknown resource ${reference.urn}`);
        return { ...record.outputs, id: record.id };
      },
    };
  }

  #checked(type: ResourceType, urn: string, registration: Registration, inputs: Properties): Properties {
    if (type.check === undefined) return inputs;
    const checked = type.check(inputs, { name: registration.name, urn, cloud: this.#cloud });
    if (checked.failures.length > 0) throw new Error(describeCheckFailures(registration, checked.failures));
    return checked.inputs;
  }

  #context(
    urn: string,
    { name, provider }: { readonly name: string; readonly provider: ProviderConfig },
    timeoutMs: number | undefined,
  ): ResourceContext {
    return { cloud: this.#cloud, name, urn, provider, ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  }

  #remember(urn: string, registration: Registration, id: string, outputs: Properties): ResourceRecord {
    const record: ResourceRecord = {
      urn,
      type: registration.type,
      name: registration.name,
      custom: registration.custom,
      ...(registration.parent === undefined ? {} : { parent: registration.parent }),
      dependencies: registration.dependencies,
      provider: registration.provider,
      protect: registration.protect,
      retainOnDelete: registration.retainOnDelete,
      ...(registration.timeouts.deleteMs === undefined
        ? {}
        : { deleteTimeoutMs: registration.timeouts.deleteMs }),
      id,
      inputs: registration.inputs,
      outputs,
    };
    this.#state.resources.set(urn, record);
    return record;
  }

  #step<T>(
    operation: StepOperation,
    urn: string,
    { type, name, parent }: { readonly type: string; readonly name: string; readonly parent?: string },
    run: () => T,
  ): T {
    const event = {
      stack: this.#stack,
      operation,
      urn,
      type,
      name,
      ...(parent === undefined ? {} : { parent }),
    };
    this.#onStep({ ...event, status: "started" });
    try {
      const result = run();
      this.counts[operation] += 1;
      this.#onStep({ ...event, status: "done" });
      return result;
    } catch (error) {
      this.#onStep({ ...event, status: "failed", message: (error as Error).message });
      throw error;
    }
  }
}

function childOf(record: ResourceRecord): Child {
  return {
    output: (property) => (property === "id" ? record.id : record.outputs[property]),
    reference: new ResourceReference(record.urn, record.id),
  };
}

/** Keeps the old values of properties that `ignoreChanges` names. */
function keepIgnored(
  inputs: Properties,
  existing: ResourceRecord | undefined,
  { ignoreChanges }: Registration,
): Properties {
  if (existing === undefined || ignoreChanges.length === 0) return inputs;
  const kept = Object.fromEntries(ignoreChanges.map((property) => [property, existing.inputs[property]]));
  return { ...inputs, ...kept };
}

function describeCheckFailures({ type, name }: Registration, failures: readonly CheckFailure[]): string {
  const lines = failures.map(
    ({ property, reason }) => `  - ${property === "" ? "" : `${property}: `}${reason}`,
  );
  return `${type} resource '${name}' has a problem:\n${lines.join("\n")}`;
}
