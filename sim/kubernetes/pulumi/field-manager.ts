/**
 * Under which name a resource writes, and what it leaves to others: provider/pkg/await/await.go and `fieldManagerName` in
 * provider/pkg/provider/provider.go of pulumi-kubernetes.
 */
import { createHash } from "node:crypto";
import { isObject } from "../../core/is-object.ts";
import { formatPropertyPath, parsePropertyPath, valueAt } from "../../core/property-path.ts";
import type { Properties } from "../../core/resource-type.ts";
import { union, type FieldSet } from "../schema/field-set.ts";
import type { KubeObject, ManagedFieldsEntry, Manifest } from "../types.ts";
import { patchFieldManager } from "./annotations.ts";

/** Where outputs keep the name, as the provider's own state does. */
export const FIELD_MANAGER = "__fieldManager";

/** All resources create their objects under this name; the first update makes their own of it. */
export const CREATOR = "pulumi-kubernetes";

/**
 * As an annotation says, else as the state has it, else a new one.
 *
 * @param state outputs of the resource, where it is there already.
 */
export function fieldManagerOf(inputs: Properties, state: Properties | undefined, urn: string): string {
  const known = patchFieldManager(inputs) ?? state?.[FIELD_MANAGER];
  if (typeof known === "string") return known;
  return `${CREATOR}-${createHash("sha256").update(urn).digest("hex").slice(0, 8)}`;
}

/** Beginnings of names under which objects were written without server-side apply, or by kubectl. */
const FORMER_MANAGERS: Readonly<Record<ManagedFieldsEntry["operation"], readonly string[]>> = {
  Apply: ["kubectl"],
  Update: ["kubectl", CREATOR, "pulumi-resource-kubernetes"],
};

/**
 * Managed fields with those of former managers under the name of the resource.
 *
 * @returns undefined where there is nothing to take over.
 */
export function takenOver({ metadata }: KubeObject, manager: string): ManagedFieldsEntry[] | undefined {
  const { managedFields = [] } = metadata;
  const own = managedFields.find((entry) => entry.manager === manager && entry.operation === "Apply");
  const former = managedFields.filter((entry) => entry !== own && isFormer(entry));
  const [base] = own === undefined ? former : [own];
  if (base === undefined || former.length === 0) return undefined;
  const fieldsV1 = former.reduce<FieldSet>((all, entry) => union(all, entry.fieldsV1)!, base.fieldsV1);
  const others = managedFields.filter((entry) => entry !== own && !former.includes(entry));
  return [...others, { ...base, manager, operation: "Apply", fieldsV1 }];
}

function isFormer({ manager, operation, subresource }: ManagedFieldsEntry): boolean {
  return (
    subresource === undefined && FORMER_MANAGERS[operation].some((beginning) => manager.startsWith(beginning))
  );
}

/**
 * What is applied where the program ignores changes of some fields: not what others hold alone, and of the rest what
 * is there. Fields of list entries, and keys with dots, are not looked at.
 */
export function withoutIgnored(
  manifest: Manifest,
  live: KubeObject,
  manager: string,
  ignoreChanges: readonly string[],
): Manifest {
  const heldBy = (isOurs: boolean): FieldSet | undefined =>
    (live.metadata.managedFields ?? [])
      .filter((entry) => (entry.manager === manager) === isOurs)
      .reduce<FieldSet | undefined>((all, { fieldsV1 }) => union(all, fieldsV1), undefined);
  const [ours, theirs] = [heldBy(true), heldBy(false)];
  return ignoreChanges
    .map((path) => formatPropertyPath(parsePropertyPath(path)).split("."))
    .reduce((wanted, path) => {
      const elements = path.map((name) => `f:${name}`);
      const isTheirs = valueAt(theirs, elements) !== undefined && valueAt(ours, elements) === undefined;
      const idle = valueAt(isTheirs ? wanted : live, path) === undefined;
      return idle
        ? wanted
        : (withField(wanted, path, isTheirs ? undefined : valueAt(live, path)) as Manifest);
    }, manifest);
}

function withField(value: unknown, [name, ...rest]: readonly string[], field: unknown): unknown {
  if (name === undefined) return field;
  const fields = isObject(value) ? value : {};
  const inner = withField(fields[name], rest, field);
  const { [name]: _, ...others } = fields;
  return inner === undefined ? others : { ...fields, [name]: inner };
}

/** Server-side apply's own words for a conflict, with what the provider adds. */
export function conflictWords(message: string, manager: string): string {
  return (
    "server-side apply field conflict detected, see https://www.pulumi.com/registry/packages/kubernetes/how-to-guides/" +
    "managing-resources-with-server-side-apply/#handle-field-conflicts-on-existing-resources for troubleshooting help\n" +
    `The resource managed by field manager ${JSON.stringify(manager)} had an apply conflict: ${message}`
  );
}
