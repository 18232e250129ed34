import type { Clock } from "../core/clock.ts";
import type { Ids } from "../core/ids.ts";
import type { AdmissionPlugin } from "./api/admission-chain.ts";
import { AppliedManifests } from "./api/applied-manifests.ts";
import { isReleased, markForDeletion } from "./api/deletion.ts";
import { decodeEnvelope, requireName } from "./api/envelope.ts";
import { EventRecorder } from "./api/event-recorder.ts";
import { inStorageVersion, KindRegistry, served } from "./api/kind-registry.ts";
import { builtInKinds, gvkOf, type Kind } from "./api/kinds.ts";
import { checkApplied, typeOf } from "./api/object-schema.ts";
import { clone, equal, mergePatch } from "./api/plain.ts";
import { checkNamespace, checkPreconditions } from "./api/preconditions.ts";
import { alreadyExists, forbidden, notFound } from "./api/status-errors.ts";
import { ObjectStore, type SavedObjects } from "./api/store.ts";
import { strategyOf } from "./api/strategies/index.ts";
import { Watchers } from "./api/watchers.ts";
import { WritePipeline } from "./api/write-pipeline.ts";
import { evictPod } from "./eviction.ts";
import { withCondition } from "./pods.ts";
import { mergeApplied } from "./schema/apply.ts";
import type {
  DeleteOptions,
  EventRecord,
  Gvk,
  KubeObject,
  KubernetesApi,
  ListOptions,
  Manifest,
  WatchEvent,
} from "./types.ts";

export interface ApiServerOptions {
  readonly clock: Clock;
  readonly ids: Ids;
  /** Addresses of Services. Default: `10.100.0.0/16`, as EKS takes beside VPCs outside of 10.0.0.0/8. */
  readonly serviceCidr?: string;
}

/** What a saved world keeps of an API server. */
export interface SavedApi {
  readonly store: SavedObjects;
  /** What was last applied, by the object's uid. */
  readonly applied: Readonly<Record<string, Manifest>>;
}

const namespaceKind: Kind = builtInKinds.get("v1/Namespace")!;
const podKind: Kind = builtInKinds.get("v1/Pod")!;

/** The API server of one cluster: fills in, admits, validates and stores objects, and tells watchers. */
export class ApiServer implements KubernetesApi {
  readonly #clock: Clock;
  readonly #store = new ObjectStore();
  readonly #watchers: Watchers;
  readonly #events: EventRecorder;
  readonly #kinds = new KindRegistry();
  readonly #applied = new AppliedManifests();
  readonly #pipeline: WritePipeline;

  constructor(options: ApiServerOptions) {
    this.#clock = options.clock;
    this.#watchers = new Watchers(options.clock);
    this.#events = new EventRecorder(this.#store, options.clock, options.ids);
    this.#pipeline = new WritePipeline(options.clock, options.ids, {
      store: this.#store,
      clock: options.clock,
      serviceCidr: options.serviceCidr ?? "10.100.0.0/16",
    });
  }

  /** Adds a step that every later write passes. */
  addAdmission(plugin: AdmissionPlugin): void {
    this.#pipeline.admission.add(plugin);
  }

  /** @throws KubernetesError when the cluster does not serve the kind; NotSimulated when a real one does. */
  kind(gvk: Gvk): Kind {
    return this.#kinds.get(gvk);
  }

  create(sent: Manifest): KubeObject {
    const manifest = decodeEnvelope(sent);
    const kind = this.kind(gvkOf(manifest));
    return clone(served(kind, this.#create(kind, manifest)));
  }

  get(gvk: Gvk, namespace: string | undefined, name: string): KubeObject {
    const kind = this.kind(gvk);
    return clone(served(kind, this.#require(kind, namespace, name)));
  }

  find(gvk: Gvk, namespace: string | undefined, name: string): KubeObject | undefined {
    return clone(this.view(gvk, namespace, name));
  }

  list(gvk: Gvk, options: ListOptions = {}): KubeObject[] {
    return this.views(gvk, options).map(clone);
  }

  view(gvk: Gvk, namespace: string | undefined, name: string): KubeObject | undefined {
    const kind = this.kind(gvk);
    const found = this.#store.find(kind, kind.namespaced ? namespace : undefined, name);
    return found === undefined ? undefined : served(kind, found);
  }

  views(gvk: Gvk, options: ListOptions = {}): readonly KubeObject[] {
    const kind = this.kind(gvk);
    const found = this.#store.list(kind, options);
    return kind.custom ? found.map((object) => served(kind, object)) : found;
  }

  /** Every object, frozen. */
  everything(): readonly KubeObject[] {
    return this.#store.all();
  }

  /** Every object in `namespace`, frozen. */
  contents(namespace: string): readonly KubeObject[] {
    return this.#store.inNamespace(namespace);
  }

  /** The object with this uid, frozen. */
  findByUid(uid: string): KubeObject | undefined {
    return this.#store.findByUid(uid);
  }

  /** Every object that names `uid` as an owner, frozen. */
  dependents(uid: string): readonly KubeObject[] {
    return this.#store.dependents(uid);
  }

  update(sent: KubeObject): KubeObject {
    const object = decodeEnvelope(sent);
    const kind = this.kind(gvkOf(object));
    requireName(kind, object);
    const old = this.#require(kind, object.metadata.namespace, object.metadata.name);
    return clone(served(kind, this.#update(kind, old, object)));
  }

  updateStatus(object: KubeObject): KubeObject {
    const kind = this.kind(gvkOf(object));
    const old = this.#require(kind, object.metadata.namespace, object.metadata.name);
    checkPreconditions(kind, old, object);
    return clone(served(kind, this.#storeStatus(kind, old, clone(object["status"]))));
  }

  patch(
    gvk: Gvk,
    namespace: string | undefined,
    name: string,
    patch: object,
    subresource?: "status",
  ): KubeObject {
    const kind = this.kind(gvk);
    const old = this.#require(kind, namespace, name);
    const patched = mergePatch(served(kind, old), clone(patch)) as KubeObject;
    if (subresource === "status") {
      checkPreconditions(kind, old, patched);
      return clone(served(kind, this.#storeStatus(kind, old, patched["status"])));
    }
    return clone(served(kind, this.#update(kind, old, decodeEnvelope(patched))));
  }

  apply(sent: Manifest): KubeObject {
    const manifest = decodeEnvelope(sent);
    const kind = this.kind(gvkOf(manifest));
    const namespace = kind.namespaced ? (manifest.metadata.namespace ?? "default") : undefined;
    const old = this.#store.find(kind, namespace, requireName(kind, manifest));
    checkApplied(kind, namespace, manifest);
    const stored =
      old === undefined
        ? this.#create(kind, manifest)
        : this.#update(kind, old, this.#merge(kind, old, manifest));
    this.#applied.remember(stored.metadata.uid, manifest);
    return clone(served(kind, stored));
  }

  delete(gvk: Gvk, namespace: string | undefined, name: string, options: DeleteOptions = {}): void {
    const kind = this.kind(gvk);
    const object = this.#require(kind, namespace, name);
    const refusal = strategyOf(kind).refuseDeletion?.(object);
    if (refusal !== undefined) throw forbidden(kind, name, refusal);
    this.#pipeline.admission.validate({ operation: "DELETE", object, oldObject: object });
    if (options.propagation === "Orphan") this.#orphan(object);
    const marked = markForDeletion(object, options, this.#clock);
    if (marked === undefined) this.#remove(kind, object);
    else if (marked !== object) this.#put(kind, marked, object);
  }

  evict(namespace: string, name: string): void {
    evictPod(this, namespace, name);
  }

  watch(listener: (event: WatchEvent) => void, kinds?: readonly Gvk[]): () => void {
    return this.#watchers.add(listener, kinds);
  }

  recordEvent(about: KubeObject, event: EventRecord): void {
    const namespace = this.#store.find(namespaceKind, undefined, about.metadata.namespace ?? "default");
    if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return;
    const { object, old } = this.#events.record(about, event);
    this.#notify(object, old);
  }

  /** Binds a pod to a node: the scheduler's own way to write a pod. */
  bind(pod: KubeObject, nodeName: string): void {
    const { namespace, name } = pod.metadata;
    const old = this.#require(podKind, namespace, name);
    const condition = { type: "PodScheduled", status: "True" } as const;
    const conditions = withCondition(old["status"].conditions, condition, this.#clock.timestamp());
    const bound = { ...old, spec: { ...old["spec"], nodeName }, status: { ...old["status"], conditions } };
    this.#put(podKind, bound, old);
  }

  /** Lets a namespace go that the namespace controller has found empty. */
  finalizeNamespace(name: string): void {
    const old = this.#require(namespaceKind, undefined, name);
    this.#put(namespaceKind, { ...old, spec: {} }, old);
  }

  /** Forgets all watchers: nobody hears of later changes. */
  stop(): void {
    this.#watchers.clear();
  }

  toJSON(): SavedApi {
    return { store: this.#store.toJSON(), applied: this.#applied.toJSON() };
  }

  /** Replaces the contents by those of a saved world, without telling watchers. */
  restore(saved: SavedApi): void {
    this.#kinds.restore(saved.store.objects);
    this.#store.restore(saved.store, (object) => this.kind(gvkOf(object)).storageKey);
    this.#applied.restore(saved.applied);
  }

  #create(kind: Kind, manifest: Manifest): KubeObject {
    const object = this.#pipeline.create(kind, manifest, (draft) => checkNamespace(this.#store, kind, draft));
    const { namespace, name } = object.metadata;
    if (this.#store.find(kind, namespace, name) !== undefined) throw alreadyExists(kind, name);
    return this.#put(kind, object);
  }

  #update(kind: Kind, old: KubeObject, given: KubeObject): KubeObject {
    checkPreconditions(kind, old, given);
    const object = this.#pipeline.update(kind, served(kind, old), given);
    return equal(object, served(kind, old)) ? old : this.#put(kind, object, old);
  }

  #storeStatus(kind: Kind, old: KubeObject, status: unknown): KubeObject {
    if (equal(status, old["status"])) return old;
    return this.#put(kind, this.#pipeline.status(kind, served(kind, old), status), old);
  }

  #merge(kind: Kind, old: KubeObject, manifest: Manifest): KubeObject {
    const previous = this.#applied.find(old.metadata.uid);
    return mergeApplied(typeOf(kind), served(kind, old), previous, manifest) as KubeObject;
  }

  #put(kind: Kind, object: KubeObject, old?: KubeObject): KubeObject {
    if (old !== undefined && isReleased(object)) {
      this.#remove(kind, object);
      return object;
    }
    const result = this.#store.put(kind, inStorageVersion(kind, object));
    this.#kinds.follow(kind, this.#store);
    this.#notify(result, old);
    return result;
  }

  #remove(kind: Kind, object: KubeObject): void {
    this.#store.remove(kind, object);
    this.#applied.forget(object.metadata.uid);
    this.#kinds.follow(kind, this.#store);
    this.#watchers.notify({ type: "DELETED", object });
  }

  /** Makes what an object owns its own master. */
  #orphan({ metadata: { uid } }: KubeObject): void {
    for (const dependent of this.#store.dependents(uid)) {
      const ownerReferences = dependent.metadata.ownerReferences?.filter((owner) => owner.uid !== uid);
      const { namespace, name } = dependent.metadata;
      this.patch(gvkOf(dependent), namespace, name, { metadata: { ownerReferences } });
    }
  }

  #notify(object: KubeObject, old?: KubeObject): void {
    this.#watchers.notify(old === undefined ? { type: "ADDED", object } : { type: "MODIFIED", object, old });
  }

  #require(kind: Kind, namespace: string | undefined, name: string): KubeObject {
    const object = this.#store.find(kind, kind.namespaced ? (namespace ?? "default") : undefined, name);
    if (object === undefined) throw notFound(kind, name);
    return object;
  }
}
