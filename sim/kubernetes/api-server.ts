import type { AdmissionPlugin } from "./api/admission-chain.ts";
import { isReleased, markForDeletion } from "./api/deletion.ts";
import { decodeEnvelope, requireName } from "./api/envelope.ts";
import { inStorageVersion, served } from "./api/kind-registry.ts";
import { builtInKinds, gvkOf, type Kind } from "./api/kinds.ts";
import { FieldManager } from "./api/field-manager.ts";
import { withManagedFields } from "./api/managed-fields.ts";
import { checkApplied } from "./api/object-schema.ts";
import { partsOf, type ApiServerOptions, type Parts } from "./api/parts.ts";
import { clone, equal, mergePatch, withoutNulls } from "./api/plain.ts";
import { checkNamespace, checkPreconditions } from "./api/preconditions.ts";
import { requireScale, scaled, scaleOf } from "./api/scale.ts";
import { alreadyExists, forbidden, notFound } from "./api/status-errors.ts";
import type { SavedObjects } from "./api/store.ts";
import { strategyOf } from "./api/strategies/index.ts";
import { evictPod } from "./eviction.ts";
import { fieldManagers } from "./field-managers.ts";
import type { Pod } from "./objects.ts";
import { withCondition } from "./pods.ts";
import type {
  DeleteOptions,
  EventRecord,
  Gvk,
  KubeObject,
  KubernetesApi,
  ListOptions,
  Manifest,
  ObjectOf,
  Scale,
  WatchEvent,
} from "./types.ts";

/** What a saved world keeps of an API server. */
export interface SavedApi {
  readonly store: SavedObjects;
  /** What was last applied, by uid, in a world saved when fields had no owners. */
  readonly applied?: Readonly<Record<string, Manifest>>;
}

/** Who writes where nobody is named: somebody at a terminal. */
const SOMEBODY = "kubectl";

const namespaceKind: Kind = builtInKinds.get("v1/Namespace")!;
const podKind: Kind = builtInKinds.get("v1/Pod")!;

/** The API server of one cluster: fills in, admits, validates and stores objects, and tells watchers. */
export class ApiServer implements KubernetesApi {
  readonly #options: ApiServerOptions;
  readonly #parts: Parts;
  readonly #fields: FieldManager;
  /** Views of this server for other clients, by field manager: a client is the same whenever it is asked for. */
  readonly #clients: Map<string, ApiServer>;

  /** @param of the server that this is a client's view of. */
  constructor(options: ApiServerOptions, fieldManager = SOMEBODY, of?: ApiServer) {
    this.#options = options;
    this.#parts = of === undefined ? partsOf(options) : of.#parts;
    this.#clients = of === undefined ? new Map() : of.#clients;
    this.#fields = new FieldManager(fieldManager, options.clock);
    this.#clients.set(fieldManager, this);
  }

  as(fieldManager: string): ApiServer {
    return this.#clients.get(fieldManager) ?? new ApiServer(this.#options, fieldManager, this);
  }

  /** Adds a step that every later write passes. */
  addAdmission(plugin: AdmissionPlugin): void {
    this.#parts.pipeline.admission.add(plugin);
  }

  /** @throws KubernetesError when the cluster does not serve the kind; NotSimulated when a real one does. */
  kind(gvk: Gvk): Kind {
    return this.#parts.kinds.get(gvk);
  }

  create(sent: Manifest): KubeObject {
    const manifest = decodeEnvelope(sent);
    const kind = this.kind(gvkOf(manifest));
    return answer(kind, this.#create(kind, manifest));
  }

  get<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> {
    const kind = this.kind(gvk);
    return answer<G>(kind, this.#require(kind, namespace, name));
  }

  find<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> | undefined {
    const found = this.view(gvk, namespace, name);
    return found && copy(found);
  }

  list<G extends Gvk>(gvk: G, options: ListOptions = {}): ObjectOf<G>[] {
    return this.views(gvk, options).map(copy);
  }

  view<G extends Gvk>(gvk: G, namespace: string | undefined, name: string): ObjectOf<G> | undefined {
    const kind = this.kind(gvk);
    const found = this.#parts.store.find(kind, kind.namespaced ? namespace : undefined, name);
    return found && (served(kind, found) as ObjectOf<G>);
  }

  views<G extends Gvk>(gvk: G, options: ListOptions = {}): readonly ObjectOf<G>[] {
    const kind = this.kind(gvk);
    const found = this.#parts.store.list(kind, options);
    return (kind.custom ? found.map((object) => served(kind, object)) : found) as ObjectOf<G>[];
  }

  /** Every object, frozen. */
  everything(): readonly KubeObject[] {
    return this.#parts.store.all();
  }

  /** Every object in `namespace`, frozen. */
  contents(namespace: string): readonly KubeObject[] {
    return this.#parts.store.inNamespace(namespace);
  }

  /** The object with this uid, frozen. */
  findByUid(uid: string): KubeObject | undefined {
    return this.#parts.store.findByUid(uid);
  }

  /** Every object that names `uid` as an owner, frozen; of one kind where one is given. */
  dependents<G extends Gvk = Gvk>(uid: string, gvk?: G): readonly ObjectOf<G>[] {
    const all = this.#parts.store.dependents(uid);
    return (gvk === undefined ? all : all.filter((object) => gvkOf(object) === gvk)) as ObjectOf<G>[];
  }

  update<T extends KubeObject>(sent: T): T {
    const object = decodeEnvelope(sent);
    const kind = this.kind(gvkOf(object));
    requireName(kind, object);
    const old = this.#require(kind, object.metadata.namespace, object.metadata.name);
    return answer(kind, this.#update(kind, old, object)) as T;
  }

  updateStatus<T extends KubeObject>(object: T): T {
    const kind = this.kind(gvkOf(object));
    const old = this.#require(kind, object.metadata.namespace, object.metadata.name);
    checkPreconditions(kind, old, object);
    return answer(kind, this.#storeStatus(kind, old, clone(object["status"]))) as T;
  }

  patch<G extends Gvk>(
    gvk: G,
    namespace: string | undefined,
    name: string,
    patch: object,
    subresource?: "status",
  ): ObjectOf<G> {
    const kind = this.kind(gvk);
    const old = this.#require(kind, namespace, name);
    const patched = mergePatch(served(kind, old), clone(patch)) as KubeObject;
    if (subresource === "status") {
      checkPreconditions(kind, old, patched);
      return answer<G>(kind, this.#storeStatus(kind, old, patched["status"]));
    }
    return answer<G>(kind, this.#update(kind, old, decodeEnvelope(patched)));
  }

  getScale(gvk: Gvk, namespace: string, name: string): Scale {
    const kind = this.kind(gvk);
    requireScale(kind);
    return scaleOf(this.#require(kind, namespace, name));
  }

  updateScale(gvk: Gvk, scale: Scale): Scale {
    const kind = this.kind(gvk);
    requireScale(kind);
    const old = this.#require(kind, scale.metadata.namespace, scale.metadata.name);
    const wanted = scaled(old, scale);
    return scaleOf(this.#update(kind, old, wanted, this.#fields.updates(kind, old, wanted, "scale")));
  }

  apply(sent: Manifest, { force = false }: { readonly force?: boolean } = {}): KubeObject {
    const manifest = withoutNulls(decodeEnvelope(sent)) as Manifest;
    const kind = this.kind(gvkOf(manifest));
    const namespace = kind.namespaced ? (manifest.metadata.namespace ?? "default") : undefined;
    const old = this.#parts.store.find(kind, namespace, requireName(kind, manifest));
    checkApplied(kind, namespace, manifest);
    if (old === undefined) {
      return answer(kind, this.#create(kind, manifest, this.#fields.createsByApply(kind, manifest)));
    }
    checkPreconditions(kind, old, manifest);
    const { object, managedFields } = this.#fields.applies(kind, served(kind, old), manifest, force);
    return answer(
      kind,
      this.#update(kind, old, object, () => managedFields),
    );
  }

  delete(gvk: Gvk, namespace: string | undefined, name: string, options: DeleteOptions = {}): void {
    const kind = this.kind(gvk);
    const object = this.#require(kind, namespace, name);
    const refusal = strategyOf(kind).refuseDeletion?.(object);
    if (refusal !== undefined) throw forbidden(kind, name, refusal);
    this.#parts.pipeline.admission.validate({ operation: "DELETE", object, oldObject: object });
    if (options.propagation === "Orphan") this.#orphan(object);
    const marked = markForDeletion(object, options, this.#parts.clock);
    if (marked === undefined) this.#remove(kind, object);
    else if (marked !== object) this.#put(kind, marked, object);
  }

  evict(namespace: string, name: string): void {
    evictPod(this.as(fieldManagers.apiServer), namespace, name);
  }

  watch(listener: (event: WatchEvent) => void, kinds?: readonly Gvk[]): () => void {
    return this.#parts.watchers.add(listener, kinds);
  }

  recordEvent(about: KubeObject, event: EventRecord): void {
    const namespace = this.#parts.store.find(namespaceKind, undefined, about.metadata.namespace ?? "default");
    if (namespace === undefined || namespace.metadata.deletionTimestamp !== undefined) return;
    const { object, old } = this.#parts.events.record(about, event, this.#fields.name);
    this.#notify(object, old);
  }

  /** Binds a pod to a node: the scheduler's own way to write a pod. */
  bind(pod: KubeObject, nodeName: string): void {
    const { namespace, name } = pod.metadata;
    const old = this.#require(podKind, namespace, name) as Pod;
    const condition = { type: "PodScheduled", status: "True" } as const;
    const conditions = withCondition(old.status.conditions, condition, this.#parts.clock.timestamp());
    const bound = { ...old, spec: { ...old.spec, nodeName }, status: { ...old.status, conditions } };
    this.#put(podKind, bound, old);
  }

  /** Lets a namespace go that the namespace controller has found empty. */
  finalizeNamespace(name: string): void {
    const old = this.#require(namespaceKind, undefined, name);
    this.#put(namespaceKind, { ...old, spec: {} }, old);
  }

  /** Forgets all watchers: nobody hears of later changes. */
  stop(): void {
    this.#parts.watchers.clear();
  }

  toJSON(): SavedApi {
    return { store: this.#parts.store.toJSON() };
  }

  /** Replaces the contents by those of a saved world, without telling watchers. */
  restore(saved: SavedApi): void {
    this.#parts.kinds.restore(saved.store.objects);
    const objects = saved.store.objects.map((object) => this.#withOwner(object, saved.applied));
    this.#parts.store.restore({ ...saved.store, objects }, (object) => this.kind(gvkOf(object)).storageKey);
  }

  /** Of what was applied when fields had no owners, EKS goes on applying its add-ons. */
  #withOwner(object: KubeObject, applied: SavedApi["applied"] = {}): KubeObject {
    const manifest = applied[object.metadata.uid];
    if (manifest === undefined || ["Lease", "Secret"].includes(object.kind)) return object;
    const track = this.as(fieldManagers.eks).#fields.createsByApply(this.kind(gvkOf(manifest)), manifest);
    return withManagedFields(object, track(object));
  }

  #create(kind: Kind, manifest: Manifest, track = this.#fields.creates(kind)): KubeObject {
    const { store, pipeline } = this.#parts;
    const object = pipeline.create(kind, manifest, (draft) => checkNamespace(store, kind, draft), track);
    const { namespace, name } = object.metadata;
    if (store.find(kind, namespace, name) !== undefined) throw alreadyExists(kind, name);
    return this.#put(kind, object);
  }

  #update(
    kind: Kind,
    old: KubeObject,
    given: KubeObject,
    track = this.#fields.updates(kind, served(kind, old), given),
  ): KubeObject {
    checkPreconditions(kind, old, given);
    const object = this.#parts.pipeline.update(kind, served(kind, old), given, track);
    return equal(object, served(kind, old)) ? old : this.#put(kind, object, old);
  }

  #storeStatus(kind: Kind, old: KubeObject, wanted: unknown): KubeObject {
    if (equal(wanted, old["status"])) return old;
    const object = this.#parts.pipeline.status(kind, served(kind, old), wanted);
    return this.#put(kind, this.#fields.writesStatus(kind, old, object), old);
  }

  #put(kind: Kind, object: KubeObject, old?: KubeObject): KubeObject {
    if (old !== undefined && isReleased(object)) {
      this.#remove(kind, object);
      return object;
    }
    const result = this.#parts.store.put(kind, inStorageVersion(kind, object));
    this.#parts.kinds.follow(kind, this.#parts.store);
    this.#notify(result, old);
    return result;
  }

  #remove(kind: Kind, object: KubeObject): void {
    this.#parts.store.remove(kind, object);
    this.#parts.kinds.follow(kind, this.#parts.store);
    this.#parts.watchers.notify({ type: "DELETED", object });
  }

  /** Makes what an object owns its own master. */
  #orphan({ metadata: { uid } }: KubeObject): void {
    for (const dependent of this.#parts.store.dependents(uid)) {
      const ownerReferences = dependent.metadata.ownerReferences?.filter((owner) => owner.uid !== uid);
      const { namespace, name } = dependent.metadata;
      const patch = { metadata: { ownerReferences } };
      this.as(fieldManagers.controllerManager).patch(gvkOf(dependent), namespace, name, patch);
    }
  }

  #notify(object: KubeObject, old?: KubeObject): void {
    this.#parts.watchers.notify(
      old === undefined ? { type: "ADDED", object } : { type: "MODIFIED", object, old },
    );
  }

  #require(kind: Kind, namespace: string | undefined, name: string): KubeObject {
    const object = this.#parts.store.find(kind, kind.namespaced ? (namespace ?? "default") : undefined, name);
    if (object === undefined) throw notFound(kind, name);
    return object;
  }
}

function answer<G extends Gvk>(kind: Kind, stored: KubeObject): ObjectOf<G> {
  return copy(served(kind, stored)) as ObjectOf<G>;
}

/** A copy that the client may change; managed fields are replaced, never changed. */
function copy<T extends KubeObject>(stored: T): T {
  const { managedFields, ...metadata } = stored.metadata;
  const copied = clone({ ...stored, metadata });
  if (managedFields !== undefined) copied.metadata.managedFields = managedFields;
  return copied;
}
