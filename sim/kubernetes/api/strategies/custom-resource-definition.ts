import { NotSimulated } from "../../../core/errors.ts";
import type { CustomResourceDefinition } from "../../objects.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";

/** Keeps a definition until its objects are gone. */
export const CUSTOM_RESOURCE_FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

/** apiextensions.k8s.io/v1 CustomResourceDefinition: established as soon as it is there. */
export const customResourceDefinitionStrategy: Strategy<CustomResourceDefinition> = {
  setDefaults(object) {
    const { spec } = object;
    spec.conversion ??= { strategy: "None" };
    if (spec.names === undefined) return;
    spec.names.singular ??= spec.names.kind?.toLowerCase();
    spec.names.listKind ??= `${spec.names.kind}List`;
  },
  prepare(object, { clock }, old) {
    const spec = object.spec as CustomResourceDefinition["spec"];
    if (object.metadata.deletionTimestamp === undefined) {
      const finalizers = new Set([...(object.metadata.finalizers ?? []), CUSTOM_RESOURCE_FINALIZER]);
      object.metadata.finalizers = [...finalizers];
    }
    const stored = new Set<string>(old?.status?.storedVersions ?? []);
    for (const { name, storage } of spec.versions) if (storage) stored.add(name);
    const lastTransitionTime = old?.metadata.creationTimestamp ?? clock.timestamp();
    object.status = {
      acceptedNames: spec.names,
      conditions: [
        {
          type: "NamesAccepted",
          status: "True",
          reason: "NoConflicts",
          message: "no conflicts found",
          lastTransitionTime,
        },
        {
          type: "Established",
          status: "True",
          reason: "InitialNamesAccepted",
          message: "the initial names have been accepted",
          lastTransitionTime,
        },
      ],
      storedVersions: [...stored],
    };
  },
  validate(object) {
    const { spec } = object;
    if (spec.conversion?.strategy === "Webhook") throw new NotSimulated("conversion webhooks");
    const errors: string[] = [];
    const wanted = `${spec.names.plural}.${spec.group}`;
    if (object.metadata.name !== wanted) {
      const words = 'must be spec.names.plural+"."+spec.group';
      errors.push(fieldError.invalid("metadata.name", object.metadata.name, words));
    }
    if (spec.versions.filter(({ storage }) => storage).length !== 1) {
      const words = "must have exactly one version marked as storage version";
      errors.push(fieldError.invalid("spec.versions", spec.versions, words));
    }
    for (const [index, { schema }] of spec.versions.entries()) {
      if (schema?.openAPIV3Schema !== undefined) continue;
      const path = `spec.versions[${index}].schema.openAPIV3Schema`;
      errors.push(fieldError.required(path, "schemas are required"));
    }
    return errors;
  },
};
