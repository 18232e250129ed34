import { functionType, remoteComponent, resourceType } from "../../catalog.ts";
import type { Cloud } from "../../core/cloud.ts";
import { defined } from "../../core/defined.ts";
import { diffResource, keepIgnored, type ResourceDiff } from "../../core/diff.ts";
import { ResourceInitError } from "../../core/errors.ts";
import type {
  CheckFailure,
  Properties,
  ProviderConfig,
  ResourceContext,
  ResourceType,
} from "../../core/resource-type.ts";
import { callFunction, checkInputs, checkProviderConfig } from "../calls.ts";
import type { OnStep } from "./events.ts";
import { InProcessExpansion } from "./expansion.ts";
import { isProvider, providedPackage, type Registration } from "./registration.ts";
import { protectedMessage, Removal, type Removed } from "./removal.ts";
import type { ResourceRecord, StackState } from "./stack-state.ts";
import { Steps } from "./steps.ts";
import { untraced } from "./traced.ts";

/** Changes a registration before it reaches the cloud: how drills bring in a mistake that the program does not make. */
export type Intercept = (registration: {
  readonly type: string;
  readonly name: string;
  readonly inputs: Properties;
}) => Properties;

/** What a cloud made of a registration. */
interface Made {
  readonly id: string;
  readonly outputs: Properties;
  /** It exists, but did not become ready. */
  readonly incomplete?: boolean;
  readonly outputDependencies?: ResourceRecord["outputDependencies"];
}

/**
 * One run of a stack's program against the cloud: what the engine's step generator and executor do, for one
 * process. Resources known from an earlier run are compared and changed, those not registered again are deleted.
 */
export class Deployment {
  readonly #cloud: Cloud;
  readonly #stack: string;
  readonly #state: StackState;
  readonly #intercept: Intercept;
  readonly #steps: Steps;
  readonly #removal: Removal;
  readonly #registered = new Set<string>();
  /** Deleted in this run because what they depend on was to be deleted before its replacement. */
  readonly #replacing = new Set<string>();

  constructor(options: {
    readonly cloud: Cloud;
    readonly stack: string;
    readonly state: StackState;
    readonly onStep?: OnStep;
    readonly intercept?: Intercept;
  }) {
    const { cloud, stack, state } = options;
    this.#cloud = cloud;
    this.#stack = stack;
    this.#state = state;
    this.#intercept = options.intercept ?? (({ inputs }) => inputs);
    this.#steps = new Steps(stack, options.onStep);
    this.#removal = new Removal({ cloud, state, steps: this.#steps });
  }

  /** Steps that succeeded so far, by operation. */
  get counts(): Steps["counts"] {
    return this.#steps.counts;
  }

  /** The URN under which a resource is known: parents' types are part of it. */
  urn(type: string, name: string, parent: string | undefined): string {
    const parentType = parent?.split("::")[2];
    const qualified =
      parentType === undefined || parentType === "pulumi:pulumi:Stack" ? type : `${parentType}$${type}`;
    return `urn:pulumi:${this.#stack}::${this.#state.project}::${qualified}::${name}`;
  }

  /** Brings one resource to the state that the program wants. @throws what the cloud refuses. */
  register(registration: Registration): ResourceRecord {
    const urn = this.urn(registration.type, registration.name, registration.parent);
    if (this.#registered.has(urn)) {
      throw new Error(`Duplicate resource URN '${urn}'; try giving it a unique name`);
    }
    this.#registered.add(urn);
    if (isProvider(registration.type)) return this.#provider(urn, registration);
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
    return this.#steps.run("read", { ...request, urn }, () => {
      const context = this.#context(urn, request, undefined);
      const outputs = resourceType(request.type).read(context, request.id, request.inputs);
      if (outputs === undefined) throw new Error(`resource '${request.id}' does not exist`);
      return outputs;
    });
  }

  /** Calls a function of the cloud, after controllers have done what is due by then. */
  invoke(token: string, args: Properties, provider: ProviderConfig): Properties {
    return callFunction(functionType(token), args, { cloud: this.#cloud, provider });
  }

  /** Types and outputs of the stack's resources by URN. */
  resourceOutputs(): Properties {
    return Object.fromEntries(
      [...this.#state.resources.values()].map(({ urn, type, outputs, registered }) => [
        urn,
        { type, outputs: registered ?? outputs },
      ]),
    );
  }

  /** Keeps what a component says of itself, for {@link resourceOutputs} of later updates. */
  registerOutputs(record: ResourceRecord, registered: Properties): void {
    this.#state.resources.set(record.urn, { ...record, registered });
  }

  record(urn: string): ResourceRecord | undefined {
    return this.#state.resources.get(urn);
  }

  /** Deletes what was replaced, and what an earlier run made and this one no longer wants. */
  finish(): Removed {
    return this.#removal.removeAll(
      this.#state
        .destroyOrder()
        .filter((record) => this.#state.superseded.has(record) || !this.#registered.has(record.urn)),
    );
  }

  /** Deletes everything. */
  destroy(): Removed {
    return this.#removal.removeAll(this.#state.destroyOrder());
  }

  #provider(urn: string, registration: Registration): ResourceRecord {
    checkProviderConfig(this.#cloud, providedPackage(registration.type), registration.inputs);
    const id = this.record(urn)?.id ?? this.#cloud.ids.uuid();
    return this.#steps.run(this.#createOrSame(urn), { ...registration, urn }, () =>
      this.#remember(urn, registration, { id, outputs: registration.inputs }),
    );
  }

  /** A component of the program's own: only its place in the tree is kept. */
  #component(urn: string, registration: Registration): ResourceRecord {
    return this.#steps.run(this.#createOrSame(urn), { ...registration, urn }, () =>
      this.#remember(urn, registration, { id: "", outputs: {} }),
    );
  }

  /** A component of a plugin's. */
  #expand(urn: string, registration: Registration): ResourceRecord {
    const component = remoteComponent(registration.type);
    const inputs = this.#intercept({ ...registration });
    // As the engine keeps it: where the inputs of a component come from is known of its children alone.
    const local = {
      ...registration,
      custom: false,
      inputs: untraced(inputs).value as Properties,
      propertyDependencies: {},
    };
    return this.#steps.run(this.#createOrSame(urn), { ...registration, urn }, () => {
      // Children refer to their parent.
      this.#remember(urn, local, { id: "", outputs: {} });
      const expansion = new InProcessExpansion(this, urn, registration);
      const outputs = Object.entries(component.expand(registration.name, inputs, expansion)).map(
        ([name, output]) => [name, untraced(output)] as const,
      );
      return this.#remember(urn, local, {
        id: "",
        outputs: Object.fromEntries(outputs.map(([name, { value }]) => [name, value])),
        outputDependencies: Object.fromEntries(
          outputs.map(([name, { dependencies }]) => [name, dependencies]),
        ),
      });
    });
  }

  #createOrSame(urn: string): "create" | "same" {
    return this.#state.resources.has(urn) ? "same" : "create";
  }

  #reconcile(urn: string, registration: Registration): ResourceRecord {
    const existing = this.record(urn);
    const subject = { ...registration, urn };
    const { type, checked, diff } = this.#steps.prepare(
      existing === undefined ? "create" : "update",
      subject,
      () => this.#plan(urn, registration, existing),
    );
    if (existing === undefined) return this.#create(type, urn, checked);
    if (diff === undefined)
      return this.#steps.run("same", subject, () => this.#remember(urn, checked, existing));
    if (diff.replace.length === 0) return this.#update(type, existing, checked);
    if (!diff.deleteBeforeReplace) return this.#create(type, urn, checked, existing);
    for (const record of [...this.#removal.dependents(existing), existing]) {
      this.#removal.remove(record);
      this.#replacing.add(record.urn);
    }
    return this.#create(type, urn, checked);
  }

  /** Checks inputs and compares them with those of an earlier run; no difference means nothing to do. */
  #plan(
    urn: string,
    registration: Registration,
    existing: ResourceRecord | undefined,
  ): { readonly type: ResourceType; readonly checked: Registration; readonly diff?: ResourceDiff } {
    const type = resourceType(registration.type);
    const given = this.#intercept({ ...registration });
    const wanted = keepIgnored(existing?.inputs ?? given, given, registration.ignoreChanges);
    const withInputs = (inputs: Properties): Registration => ({
      ...registration,
      inputs: this.#checked(type, urn, registration, inputs),
    });
    const checked = withInputs(wanted);
    if (existing === undefined) return { type, checked };
    const options = { ...registration, state: existing.outputs };
    const diff = diffResource(type, existing.inputs, checked.inputs, options);
    if (diff.replace.length > 0) {
      if (existing.protect) throw new Error(protectedMessage(existing));
      // Nothing of the old resource is kept in its replacement, ignored or not.
      return { type, checked: withInputs(given), diff };
    }
    return diff.changed.length > 0 || existing.incomplete ? { type, checked, diff } : { type, checked };
  }

  /** @param superseded what the new resource replaces, and which is deleted once everything else is done. */
  #create(
    type: ResourceType,
    urn: string,
    registration: Registration,
    superseded?: ResourceRecord,
  ): ResourceRecord {
    const operation = superseded !== undefined || this.#replacing.has(urn) ? "replace" : "create";
    return this.#steps.run(operation, { ...registration, urn }, () => {
      const context = this.#context(urn, registration, registration.timeouts.createMs);
      return this.#keep(
        (made) => this.#remember(urn, registration, made, superseded),
        () => type.create(context, registration.inputs),
      );
    });
  }

  #update(type: ResourceType, existing: ResourceRecord, registration: Registration): ResourceRecord {
    const { urn, id } = existing;
    return this.#steps.run("update", { ...registration, urn }, () => {
      const context = {
        ...this.#context(urn, registration, registration.timeouts.updateMs),
        state: existing.outputs,
        ignoreChanges: registration.ignoreChanges,
      };
      return this.#keep(
        (made) => this.#remember(urn, registration, made),
        () => {
          // A type that has no update is here only to go on with one that did not become ready.
          const outputs =
            type.update === undefined
              ? type.read(context, id, registration.inputs)
              : type.update(context, id, existing.inputs, registration.inputs);
          return { id, outputs: outputs ?? existing.outputs };
        },
      );
    });
  }

  /** Keeps what a cloud made, also when it is not ready: the next run must go on from there. */
  #keep(remember: (made: Made) => ResourceRecord, make: () => Made): ResourceRecord {
    try {
      return remember(make());
    } catch (error) {
      if (error instanceof ResourceInitError) {
        remember({ id: error.id, outputs: error.outputs, incomplete: true });
      }
      throw error;
    }
  }

  #checked(type: ResourceType, urn: string, registration: Registration, inputs: Properties): Properties {
    const checked = checkInputs(type, inputs, { name: registration.name, urn, cloud: this.#cloud });
    if (checked.failures.length > 0) throw new Error(describeCheckFailures(registration, checked.failures));
    return checked.inputs;
  }

  #context(
    urn: string,
    { name, provider }: { readonly name: string; readonly provider: ProviderConfig },
    timeoutMs: number | undefined,
  ): ResourceContext {
    return { cloud: this.#cloud, name, urn, provider, ...defined({ timeoutMs }) };
  }

  #remember(
    urn: string,
    registration: Registration,
    { id, outputs, outputDependencies = {}, incomplete = false }: Made,
    superseded?: ResourceRecord,
  ): ResourceRecord {
    // As the engine lets children inherit.
    const parent = registration.parent === undefined ? undefined : this.record(registration.parent);
    const record: ResourceRecord = {
      urn,
      type: registration.type,
      name: registration.name,
      custom: registration.custom,
      ...defined({ parent: registration.parent }),
      dependencies: registration.dependencies,
      propertyDependencies: registration.propertyDependencies,
      provider: registration.provider,
      protect: registration.protect ?? parent?.protect ?? false,
      retainOnDelete: registration.retainOnDelete ?? parent?.retainOnDelete ?? false,
      ...defined({ deleteTimeoutMs: registration.timeouts.deleteMs }),
      incomplete,
      id,
      inputs: registration.inputs,
      outputs,
      outputDependencies,
      ...defined({ registered: this.record(urn)?.registered }),
    };
    if (superseded === undefined) this.#state.resources.set(urn, record);
    else this.#state.replace(superseded, record);
    return record;
  }
}

function describeCheckFailures({ type, name }: Registration, failures: readonly CheckFailure[]): string {
  const lines = failures.map(
    ({ property, reason }) => `  - ${property === "" ? "" : `${property}: `}${reason}`,
  );
  return `${type} resource '${name}' has a problem:\n${lines.join("\n")}`;
}
