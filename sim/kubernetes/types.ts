/** The shapes that the parts of a simulated Kubernetes cluster share. */
import type { Caller } from "../core/caller.ts";
import type { Cloud } from "../core/cloud.ts";
import type { Container } from "./objects/container.ts";
import type { FieldSet } from "./schema/field-set.ts";

export interface OwnerReference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly uid: string;
  readonly controller?: boolean;
  readonly blockOwnerDeletion?: boolean;
}

/** Fields that one manager holds, by one way of writing. */
export interface ManagedFieldsEntry {
  readonly manager: string;
  readonly operation: "Apply" | "Update";
  /** Version in which the object was written. */
  readonly apiVersion: string;
  readonly time: string;
  readonly fieldsType: "FieldsV1";
  readonly fieldsV1: FieldSet;
  readonly subresource?: string;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  finalizers?: string[];
  ownerReferences?: OwnerReference[];
  generateName?: string;
  /** Who holds which fields; absent in a world saved before this was recorded, until it is updated. */
  managedFields?: readonly ManagedFieldsEntry[];
}

/** Any object as the API server stores it. Fields beside metadata depend on the kind. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** An object as a client writes it: server-made metadata may be missing. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: Partial<ObjectMeta> & ({ name: string } | { generateName: string });
  [field: string]: unknown;
}

/** A part of an object while it is being written: all that it holds may be changed, and may be missing. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? readonly Draft<Item>[]
  : T extends object
    ? { -readonly [Field in keyof T]?: Draft<T[Field]> | undefined }
    : T;

/** An object while it is being written. The server has made its metadata. */
export type ObjectDraft<T extends KubeObject> = {
  -readonly [Field in keyof T]: Field extends "metadata" ? T[Field] : Draft<T[Field]>;
};

/** `apiVersion/Kind`, e.g. `v1/Service`, `networking.k8s.io/v1/Ingress`. */
export type Gvk = string;

/** Types of objects, by kind. Each folder adds those that it reads, by declaration merging: see objects/pod.ts. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface Kinds {}

/** An object of a kind; of a kind that {@link Kinds} does not have, any object. */
export type ObjectOf<G extends Gvk> = G extends keyof Kinds ? Kinds[G] : KubeObject;

export interface WatchEvent<T extends KubeObject = KubeObject> {
  readonly type: "ADDED" | "MODIFIED" | "DELETED";
  readonly object: T;
  /** The object before a MODIFIED event. */
  readonly old?: T;
}

export interface ListOptions {
  readonly namespace?: string;
  /** Equality-based selector; an object must carry all of these labels. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface DeleteOptions {
  /**
   * What becomes of owned objects: `Background` deletes them after the owner, `Foreground` before it, `Orphan`
   * leaves them without it. Default: `Background`.
   */
  readonly propagation?: "Background" | "Foreground" | "Orphan";
  /** Seconds a running pod gets to end. Default: the pod's terminationGracePeriodSeconds. */
  readonly gracePeriodSeconds?: number;
}

/** What clients inside and outside of the cluster use. All methods are synchronous and return copies. */
export interface KubernetesApi {
  /** The same API for another client: `fieldManager` holds the fields that it writes. */
  as(fieldManager: string): KubernetesApi;
  /** @throws KubernetesError AlreadyExists, Invalid, Forbidden (admission), NotFound (namespace), ... */
  create(manifest: Manifest): KubeObject;
  get<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G>;
  find<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> | undefined;
  list<G extends Gvk>(gvk: G, options?: ListOptions): ObjectOf<G>[];
  /** Replaces the object; a given resourceVersion must be the present one (else Conflict). Status is not changed. */
  update<T extends KubeObject>(object: T): T;
  updateStatus<T extends KubeObject>(object: T): T;
  /** JSON merge patch (RFC 7386), of the object or of its status. */
  patch<G extends Gvk>(
    gvk: G,
    namespace: string | undefined,
    name: string,
    patch: object,
    subresource?: "status",
  ): ObjectOf<G>;
  /** @throws KubernetesError NotFound, also for a kind that does not scale. */
  getScale(gvk: Gvk, namespace: string, name: string): Scale;
  /** Changes how many pods an object wants; who does holds `spec.replicas` from then on. */
  updateScale(gvk: Gvk, scale: Scale): Scale;
  /**
   * Server-side apply: creates or merges. Fields that the last apply gave and this one does not go, unless others hold
   * them.
   *
   * @param options.force takes fields from those who hold them with another value. @default false
   * @throws KubernetesError Conflict when others hold a field with another value.
   */
  apply(manifest: Manifest, options?: { readonly force?: boolean }): KubeObject;
  /** Deletes at once, or marks for deletion while finalizers are there. Owned objects follow. */
  delete(gvk: Gvk, namespace: string | undefined, name: string, options?: DeleteOptions): void;
  /** Deletes a pod within its PodDisruptionBudget. @throws KubernetesError TooManyRequests; NotFound. */
  evict(namespace: string, name: string): void;
  /**
   * Called, through the clock, after each change of an object of these kinds (default: all). The objects in the
   * event are frozen. Returns how to stop.
   */
  watch(listener: (event: WatchEvent) => void, kinds?: readonly Gvk[]): () => void;
  /** As `find`, but without a copy: the stored object itself, frozen. For readers that look often. */
  view<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> | undefined;
  /** As `list`, but without copies: the stored objects themselves, frozen. */
  views<G extends Gvk>(gvk: G, options?: ListOptions): readonly ObjectOf<G>[];
  /** Records a core/v1 Event about an object; equal ones are counted up. */
  recordEvent(about: KubeObject, event: EventRecord): void;
}

/** autoscaling/v1 Scale: how many pods an object wants, and has. */
export interface Scale {
  readonly apiVersion: "autoscaling/v1";
  readonly kind: "Scale";
  readonly metadata: Pick<ObjectMeta, "name" | "uid" | "resourceVersion" | "creationTimestamp"> & {
    readonly namespace: string;
  };
  readonly spec: { readonly replicas: number };
  readonly status: { readonly replicas: number; readonly selector: string };
}

export interface EventRecord {
  readonly type: "Normal" | "Warning";
  readonly reason: string;
  readonly message: string;
  /** Reporting component: `ingress`, `targetGroupBinding`, `kubelet`, `default-scheduler`, ... */
  readonly component: string;
}

export interface AdmissionRequest {
  readonly operation: "CREATE" | "UPDATE" | "DELETE";
  readonly object: KubeObject;
  readonly oldObject?: KubeObject;
}

/** A webhook's answer: allowed, with a changed object if it is a mutating one, or denied in its words. */
export type AdmissionResponse =
  | { readonly allowed: true; readonly object?: KubeObject }
  | { readonly allowed: false; readonly message: string };

export type AdmissionHandler = (request: AdmissionRequest) => AdmissionResponse;

export interface HttpRequest {
  readonly method: string;
  /** Path with query, as on the request line. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** A program that listens on a port. */
export interface HttpListener {
  /** @param times how many equal requests this one stands for, in what the answer costs. Default: 1. */
  (request: HttpRequest, times?: number): HttpResponse;
  /** Set where nobody knows what the program speaks: health checks of any protocol find it well. */
  readonly anyProtocol?: true;
}

/** A program that runs in a container. */
export interface ContainerProcess {
  /** HTTP ports it listens on, with what answers there. */
  readonly http?: ReadonlyMap<number, HttpListener>;
  /**
   * Another number than the last time when it may answer a request in another way than it did then. Where absent, it
   * may at any time, so that probes have to ask.
   */
  revision?(): number;
  /** Admission webhooks that it serves, by path (`/mutate-v1-pod`). */
  readonly webhooks?: ReadonlyMap<string, AdmissionHandler>;
  /** Stops it; called when the pod goes. */
  stop?(): void;
}

/** What nodes and programs see of the cluster that they run in. */
export interface RunningCluster {
  /** As EKS knows it. */
  readonly name: string;
  readonly api: KubernetesApi;
  readonly cloud: Cloud;
  readonly podNetwork?: PodNetwork;
  readonly podCredentials?: PodCredentials;
  readonly outbound?: Outbound;
  /** Another number after every change of the pods and of what they serve. */
  readonly revision: number;
  /** Notes that pods may answer in another way from now on. */
  servesOtherwise(): void;
}

/** What a program sees of the world it is started in. */
export interface ContainerContext {
  readonly cloud: Cloud;
  readonly cluster: RunningCluster;
  readonly pod: ObjectOf<"v1/Pod">;
  /** The container's entry in the pod spec, e.g. its `args`, `command`, `ports`. */
  readonly container: Container;
  readonly env: Readonly<Record<string, string>>;
  /** Reads a file that a ConfigMap, Secret or projected volume mounts; undefined if there is none. */
  readFile(path: string): string | undefined;
  /**
   * AWS credentials as the SDK's default chain finds them: IRSA, Pod Identity, then the node's role over IMDS.
   * @throws AwsError of STS when the role refuses; Error when there is nothing to find.
   */
  credentials(): Caller;
  /** One value of the instance metadata service; throws the SDK's words when the hop limit keeps it out of reach. */
  instanceMetadata(path: string): string;
  log(line: string): void;
}

/** A program ended: the kubelet restarts it with back-off and shows its last words. */
export class ContainerExit extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.name = "ContainerExit";
    this.exitCode = exitCode;
  }
}

/** Starts a container image's program. @throws ContainerExit when it ends at once. */
export type ContainerImage = (context: ContainerContext) => ContainerProcess;

/** The network that gives pods their addresses; the VPC CNI on EKS. */
export interface PodNetwork {
  /**
   * An address for a pod that was bound to `node`.
   * @throws Error in the words that the kubelet puts into the event FailedCreatePodSandBox.
   */
  assign(node: ObjectOf<"v1/Node">, pod: ObjectOf<"v1/Pod">): string;
  release(node: ObjectOf<"v1/Node">, pod: ObjectOf<"v1/Pod">): void;
}

/** A request to an API server, as a kubeconfig makes it. */
export interface ApiClient {
  /** URL of the API server. */
  readonly server: string;
  /** Command that prints a token, with its arguments; absent for users who authenticate otherwise. */
  readonly exec?: readonly string[];
  /** What the command finds in its environment, beside what the provider has in its own. */
  readonly env: Readonly<Record<string, string>>;
}

/** How clients outside of the cluster get to its API server. */
export interface ApiEndpoint {
  /** URL */
  readonly server: string;
  /** Whether a connection from where Pulumi runs gets there. */
  isReachable(): boolean;
  /**
   * Why the server does not serve this client, in the words that reach the client; undefined if it does.
   *
   * @throws NotSimulated for users that are not modelled.
   */
  refusalOf(client: ApiClient): string | undefined;
}

/** How pods of the cluster get AWS credentials. */
/** What nodes and their pods reach outside of their network. */
export interface Outbound {
  /** Why a node cannot pull an image; undefined when it can. */
  imageObstacle(nodeName: string, image: string): string | undefined;
  /** Why what runs on a node cannot call a service of AWS; undefined when it can. */
  serviceObstacle(nodeName: string, service: string): string | undefined;
}

export interface PodCredentials {
  /** Adds environment and volumes to a pod at admission, as EKS's pod identity webhook does. */
  mutatePod(pod: KubeObject): KubeObject;
  /** See {@link ContainerContext.credentials}. */
  credentials(pod: KubeObject): Caller;
  /** See {@link ContainerContext.instanceMetadata}. */
  instanceMetadata(pod: KubeObject, path: string): string;
}
