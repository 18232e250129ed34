import type { Clock } from "../../core/clock.ts";
import type { Ids } from "../../core/ids.ts";
import type { KubeObject, Manifest, ObjectMeta } from "../types.ts";
import { AdmissionChain } from "./admission-chain.ts";
import type { Kind } from "./kinds.ts";
import type { Track } from "./field-manager.ts";
import { withManagedFields } from "./managed-fields.ts";
import { metadataErrors } from "./names.ts";
import { decodeObject, objectSchemaErrors, setStatusDefaults } from "./object-schema.ts";
import { clone } from "./plain.ts";
import { fieldError, invalid } from "./status-errors.ts";
import { strategyOf } from "./strategies/index.ts";
import type { StrategyContext } from "./strategy.ts";
import {
  metadataUpdateErrors,
  specChanged,
  updatedMetadata,
  withoutEmptyMetadata,
} from "./updated-metadata.ts";

/** Checks of a new object that come before admission, e.g. of its namespace. */
type Check = (object: KubeObject) => void;

/** What a write goes through before it is stored: decoding, defaults, admission, validation. */
export class WritePipeline {
  readonly admission = new AdmissionChain();
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #context: StrategyContext;

  constructor(clock: Clock, ids: Ids, context: StrategyContext) {
    this.#clock = clock;
    this.#ids = ids;
    this.#context = context;
  }

  /**
   * The object that a manifest asks for, ready to be stored.
   *
   * @throws KubernetesError BadRequest, Forbidden, Invalid, InternalError; NotSimulated.
   */
  create(kind: Kind, manifest: Manifest, check: Check, track: Track): KubeObject {
    const given = clone(manifest);
    if ((given.metadata.name ?? "") === "" && (given.metadata.generateName ?? "") === "") {
      throw invalid(kind, "", [fieldError.required("metadata.name", "name or generateName is required")]);
    }
    const draft = decodeObject(kind, { ...given, metadata: this.#newMetadata(kind, given.metadata) });
    if (kind.hasStatus && !kind.statusAtCreation) delete draft["status"];
    check(draft);
    const strategy = strategyOf(kind);
    strategy.setDefaults?.(draft);
    const managedFields = track(draft);
    const object = clone(this.admission.mutate({ operation: "CREATE", object: draft }));
    this.#requireFields(kind, object);
    strategy.prepare?.(object, this.#context);
    const errors = [
      ...metadataErrors(kind, object.metadata),
      ...(strategy.validate?.(object, this.#context) ?? []),
    ];
    if (errors.length > 0) throw invalid(kind, object.metadata.name, errors);
    this.admission.validate({ operation: "CREATE", object });
    setStatusDefaults(kind, object);
    return withManagedFields(object, managedFields);
  }

  /**
   * The object after an update, ready to be stored.
   *
   * @param old the present object, in the version of `given`.
   * @throws KubernetesError BadRequest, Forbidden, Invalid, InternalError; NotSimulated.
   */
  update(kind: Kind, old: KubeObject, given: KubeObject, track: Track): KubeObject {
    const { metadata, ...fields } = given;
    const draft = decodeObject(
      kind,
      { ...clone(fields), metadata: updatedMetadata(old.metadata, metadata) },
      old,
    );
    if (kind.hasStatus) draft["status"] = old["status"];
    const strategy = strategyOf(kind);
    strategy.setDefaults?.(draft);
    const managedFields = track(draft);
    const object = clone(this.admission.mutate({ operation: "UPDATE", object: draft, oldObject: old }));
    this.#requireFields(kind, object, old);
    strategy.prepare?.(object, this.#context, old);
    const errors = [
      ...metadataErrors(kind, object.metadata),
      ...metadataUpdateErrors(old.metadata, object.metadata),
      ...(strategy.validate?.(object, this.#context, old) ?? []),
    ];
    if (errors.length > 0) throw invalid(kind, old.metadata.name, errors);
    this.admission.validate({ operation: "UPDATE", object, oldObject: old });
    if (specChanged(old, object)) object.metadata.generation = old.metadata.generation + 1;
    return withManagedFields(object, managedFields);
  }

  /** The object with another status; of custom kinds the schema checks that, too. */
  status(kind: Kind, old: KubeObject, status: unknown): KubeObject {
    const object: KubeObject = { ...old, status };
    if (!kind.custom) return object;
    const decoded = decodeObject(kind, clone(object));
    this.#requireFields(kind, decoded, old);
    return { ...old, status: decoded["status"] };
  }

  /** What is wrong under the schema is said before anything else is looked at. */
  #requireFields(kind: Kind, object: KubeObject, old?: KubeObject): void {
    const errors = objectSchemaErrors(kind, object, old);
    if (errors.length > 0) throw invalid(kind, object.metadata.name, errors);
  }

  #newMetadata(kind: Kind, given: Manifest["metadata"]): ObjectMeta {
    const { generateName, labels, annotations, finalizers, ownerReferences } = given;
    return withoutEmptyMetadata({
      name: given.name ?? `${generateName ?? ""}${this.#ids.suffix(5)}`,
      ...(generateName === undefined ? {} : { generateName }),
      ...(kind.namespaced
        ? { namespace: given.namespace ?? "default" }
        : given.namespace === undefined
          ? {}
          : { namespace: given.namespace }),
      uid: this.#ids.uuid(),
      resourceVersion: "",
      generation: 1,
      creationTimestamp: this.#clock.timestamp(),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ...(finalizers === undefined ? {} : { finalizers }),
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
    });
  }
}
