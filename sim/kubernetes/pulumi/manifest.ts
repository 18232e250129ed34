/** Between the properties of a Pulumi resource and the objects of the API server. */
import { isObject } from "../../core/is-object.ts";
import type { Properties } from "../../core/resource-type.ts";
import type { KubeObject, Manifest } from "../types.ts";
import { FIELD_MANAGER } from "./field-manager.ts";
import { withSecretData } from "./secret-data.ts";

/** Metadata that only the server writes. */
const SERVER_METADATA = [
  "creationTimestamp",
  "deletionGracePeriodSeconds",
  "deletionTimestamp",
  "generation",
  "managedFields",
  "resourceVersion",
  "uid",
];

/** Where outputs keep the inputs that they came from, as the provider's own state does. */
const INPUTS = "__inputs";

/** What goes to the API server: `inputs` without what is Pulumi's or the server's own. */
export function toManifest(inputs: Properties): Manifest {
  const { status: _status, ...fields } = inputs;
  const manifest = renameKeys(withoutInternal(fields), (key) =>
    key.startsWith("x_kubernetes_") ? key.replaceAll("_", "-") : key,
  ) as Manifest;
  const metadata = { ...(manifest.metadata as Record<string, unknown> | undefined) };
  for (const key of SERVER_METADATA) delete metadata[key];
  return { ...manifest, metadata: metadata as Manifest["metadata"] };
}

/** Outputs of a resource: the object as it is, the inputs that it was made from, and who writes it. */
export function toOutputs(object: KubeObject, inputs: Properties, fieldManager: string): Properties {
  return { ...toProperties(object), [INPUTS]: withoutInternal(inputs), [FIELD_MANAGER]: fieldManager };
}

/** The inputs in a resource's state: inside its outputs, else the state itself. */
export function inputsOf(state: Properties): Properties {
  const inputs = state[INPUTS];
  return isObject(inputs) ? inputs : state;
}

/** Annotations of an object that tell of its history, and are not inputs of an imported object. */
const NOT_IMPORTED_ANNOTATIONS = [
  "deployment.kubernetes.io/revision",
  "kubectl.kubernetes.io/last-applied-configuration",
];

/**
 * The inputs of an object that Pulumi did not make: all that it says, defaults of the server included. The provider
 * knows the fields of built-in kinds only; of a custom resource it takes no more than what identifies it. (`Read` in
 * provider/pkg/provider/provider.go of pulumi-kubernetes.)
 */
export function importedInputs(outputs: Properties, isBuiltIn: boolean): Properties {
  const { apiVersion, kind, metadata, ...fields } = toManifest(withoutInternal(outputs));
  if (!isBuiltIn) {
    const { name, namespace } = metadata;
    return { apiVersion, kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
  }
  const { annotations = {}, ...others } = metadata;
  const kept = Object.entries(annotations).filter(([key]) => !NOT_IMPORTED_ANNOTATIONS.includes(key));
  return {
    apiVersion,
    kind,
    metadata: { ...others, ...(kept.length > 0 && { annotations: Object.fromEntries(kept) }) },
    ...fields,
  };
}

/** The inputs that would give an object its present state; what others set is not part of them. */
export function liveInputs(outputs: Properties, inputs: Properties): Properties {
  return prune(outputs, withSecretData(withoutInternal(inputs))) as Properties;
}

/**
 * The parts of `live` that `inputs` speak of: what the program would have to say to get the present state.
 * Lists are compared entry by entry.
 */
function prune(live: unknown, inputs: unknown): unknown {
  if (isObject(live) && isObject(inputs)) {
    const known = Object.entries(inputs).filter(([key]) => pulumiKey(key) in live);
    return Object.fromEntries(known.map(([key, value]) => [key, prune(live[pulumiKey(key)], value)]));
  }
  if (Array.isArray(live) && Array.isArray(inputs)) {
    return live.slice(0, inputs.length).map((item, index) => prune(item, inputs[index]));
  }
  return live;
}

/** An object in Pulumi's spelling of property names. */
export function toProperties(object: KubeObject): Properties {
  return renameKeys(object, pulumiKey) as Properties;
}

/** CRDs have keys with hyphens, which Pulumi spells with underscores; programs may give them either way. */
function pulumiKey(key: string): string {
  return key.startsWith("x-kubernetes-") ? key.replaceAll("-", "_") : key;
}

function withoutInternal(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !key.startsWith("__")));
}

function renameKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renameKeys(item, rename));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined && item !== null)
      .map(([key, item]) => [rename(key), renameKeys(item, rename)]),
  );
}
