/**
 * What the simulated cloud knows of one Pulumi resource type or function. The hosts (in-process, pulumi-provider)
 * only carry requests to these; all behaviour is here, so that both hosts show the same cloud.
 */
import type { Cloud } from "./cloud.ts";

/** Property names as the Pulumi schema spells them, values as plain JSON. */
export type Properties = Record<string, unknown>;

/** A property that the input check refuses, as Pulumi shows it. */
export interface CheckFailure {
  /** Property path, e.g. `scalingConfig.minSize`. */
  readonly property: string;
  readonly reason: string;
}

/** What a provider instance (`pulumi:providers:aws`, `pulumi:providers:kubernetes`) was configured with. */
export type ProviderConfig = Properties;

/** One request about a resource. */
export interface ResourceContext {
  readonly cloud: Cloud;
  /** Pulumi's name of the resource, from which physical names are made where none is given. */
  readonly name: string;
  readonly urn: string;
  readonly provider: ProviderConfig;
  /** Limit of the create, update or delete in milliseconds of virtual time, where `customTimeouts` gives one. */
  readonly timeoutMs?: number;
  /** Outputs that Pulumi's state has of the resource; absent while it is made. */
  readonly state?: Properties;
  /** Input properties whose changes are left alone, in an update: a provider may leave them to others. */
  readonly ignoreChanges?: readonly string[];
}

/** Declares which outputs exist only after creation; in a preview these are unknown. */
export type ComputedOutputs = readonly string[] | ((inputs: Properties) => readonly string[]);

/** What an import is about, as `read` takes it. */
export interface ImportedResource {
  readonly id: string;
  readonly properties: Properties;
}

export interface ResourceType {
  /** Full type token, `aws:ec2/vpc:Vpc`; for Kubernetes `kubernetes:core/v1:Service`. */
  readonly token: string;
  /** Gives defaults and refuses wrong inputs before anything is created. Unknown values may be present in previews. */
  check?(
    inputs: Properties,
    context: { readonly name: string; readonly urn: string; readonly cloud: Cloud },
  ): {
    readonly inputs: Properties;
    readonly failures: readonly CheckFailure[];
  };
  /** Top-level input properties whose change needs a new resource. */
  readonly replaceOnChange?: readonly string[];
  /** Whether a replacement must delete the old resource first (names that can be there once only). */
  readonly deleteBeforeReplace?: boolean;
  /**
   * Input changes that do not count, e.g. another order or spelling. Default: deep equality.
   *
   * @param present what the state has of the property.
   */
  isSame?(property: string, before: unknown, after: unknown, present: unknown): boolean;
  /**
   * Finds what changed where `replaceOnChange` is too coarse (Kubernetes: by field path).
   *
   * @param state outputs that Pulumi's state has of the resource.
   */
  diff?(
    before: Properties,
    after: Properties,
    state: Properties,
  ): {
    readonly changed: readonly string[];
    readonly replace: readonly string[];
    readonly deleteBeforeReplace?: boolean;
  };
  /** Outputs that only creation can tell. */
  readonly computed: ComputedOutputs;
  /** Properties that are secret even where the program gives them in the clear. */
  readonly secret?: readonly string[];
  /** Outputs that change with an update in place (`latestVersion`); in the preview of one these are unknown. */
  readonly computedOnUpdate?: readonly string[];
  /** @throws AwsError, KubernetesError, NotSimulated; ResourceInitError when it exists but is not ready. */
  create(context: ResourceContext, inputs: Properties): { readonly id: string; readonly outputs: Properties };
  /** The present state, or undefined when it is gone. */
  read(context: ResourceContext, id: string, inputs: Properties): Properties | undefined;
  /**
   * What the program would have to give to get what was read. Default: `readInputs` of `core/read-inputs.ts`.
   */
  readInputs?(outputs: Properties, inputs: Properties): Properties;
  /**
   * What the id in an import names, where that is not the resource's own id: this id, and the properties that `read`
   * needs beside it. Undefined when there is no such object.
   *
   * @throws Error in the provider's words for an id of another form.
   */
  findImported?(context: ResourceContext, importId: string): ImportedResource | undefined;
  /** Names of all inputs, of which `pulumi import` writes programs; absent where it cannot know them. */
  inputNames?(): readonly string[];
  /** The inputs of an object that Pulumi did not make, before their check; absent where none can be imported. */
  importInputs?(outputs: Properties): Properties;
  /** In-place change; absent when every change replaces. */
  update?(context: ResourceContext, id: string, before: Properties, after: Properties): Properties;
  delete(context: ResourceContext, id: string, inputs: Properties): void;
}

/** A function (`aws:ec2/getAvailabilityZones:getAvailabilityZones`). */
export interface FunctionType {
  readonly token: string;
  /**
   * Virtual time that a call takes: for functions that programs ask again and again until a controller is done.
   * Default: none, but controllers do what is due.
   */
  readonly takesMs?: number;
  invoke(context: { readonly cloud: Cloud; readonly provider: ProviderConfig }, args: Properties): Properties;
}

/** Where a child of a remote component stands, and what it waits for beside the resources that its inputs come from. */
export interface ChildOptions {
  /** Default: the remote component. */
  readonly parent?: Child;
  readonly dependsOn?: readonly Child[];
  /** Input properties whose changes are left alone. */
  readonly ignoreChanges?: readonly string[];
}

/** What a remote component's expansion may do; one implementation per host. */
export interface Expansion {
  /** Registers a child. Inputs may hold values taken from other children's `output`. */
  resource(type: string, name: string, inputs: Properties, options?: ChildOptions): Child;
  /** Registers a component of the remote component's own: a parent for other children, which has no outputs. */
  component(type: string, name: string, options?: ChildOptions): Child;
  /** Calls a function; the result is opaque: look at it only through `map`. */
  invoke(token: string, args: Properties): unknown;
  /** Computes with values that may not be there yet (a preview, another child's output). */
  map<T, U>(value: T, compute: (value: T) => U): U;
  /**
   * One output, or `id`, of the resource that an input or an output refers to; of an object that is not a reference,
   * its property. Opaque: look at it only through `map`.
   */
  follow(reference: unknown, output: string): unknown;
}

/** A registered child; `output("id")` and others are opaque: pass them on, or look at them through `map`. */
export interface Child {
  output(property: string): unknown;
  /** The child itself, where an output of the component is a resource. */
  readonly reference: unknown;
}

/** A component that a plugin expands (`awsx:ec2:Vpc`, `eks:index:Cluster`): which resources it registers. */
export interface RemoteComponent {
  readonly token: string;
  /**
   * @param inputs plain where the program gives plain values; what comes from outputs is opaque, at any depth: to be
   * passed on, or looked at through `map`.
   */
  expand(name: string, inputs: Properties, expansion: Expansion): Properties;
}

/** What one part of the simulated cloud contributes. */
export interface Catalog {
  readonly resources?: readonly ResourceType[];
  readonly functions?: readonly FunctionType[];
  readonly components?: readonly RemoteComponent[];
  /** Finds resource types beside those listed, e.g. custom Kubernetes kinds. */
  resolve?(token: string): ResourceType | undefined;
}
