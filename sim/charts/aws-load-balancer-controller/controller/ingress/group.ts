import {
  addFinalizer,
  hasFinalizer,
  removeFinalizer,
} from "../../../../kubernetes/controller-runtime/finalizers.ts";
import type { KubernetesApi } from "../../../../kubernetes/types.ts";
import type { KubeReader } from "../kubernetes/client.ts";
import { INGRESS, isDeleting, namespacedName, type Ingress } from "../kubernetes/objects.ts";
import { stackIdOf, type StackId } from "../model.ts";
import { int32Of, stringOf } from "./annotations.ts";
import { InvalidIngressClass, type ClassifiedIngress, type IngressClassifier } from "./class.ts";

/**
 * Ingresses that share one load balancer, at one moment: one Ingress by itself (implicit, `namespace/name`), or all of
 * one group name in the cluster (explicit, without a namespace).
 */
export interface IngressGroup {
  readonly id: StackId;
  /** In order of `group.order`, then of namespace and name. */
  readonly members: readonly ClassifiedIngress[];
  /** Leaving: they still have the group's finalizer. */
  readonly inactiveMembers: readonly Ingress[];
}

const IMPLICIT_FINALIZER = "ingress.k8s.aws/resources";
const EXPLICIT_FINALIZER_PREFIX = "group.ingress.k8s.aws/";
const GROUP_NAME = /^([a-z0-9][-a-z0-9.]*)?[a-z0-9]$/;
const MAX_GROUP_NAME_LENGTH = 63;
const ORDER_LIMIT = 1000;

class InvalidIngressGroup extends Error {}

/** Reads what {@link stackIdText} wrote. */
export function parseGroupId(text: string): StackId {
  const [first = "", second] = text.split("/");
  return second === undefined ? { namespace: "", name: first } : { namespace: first, name: second };
}

/** The finalizer that members of a group have. */
export function groupFinalizer(id: StackId): string {
  return id.namespace === "" ? `${EXPLICIT_FINALIZER_PREFIX}${id.name}` : IMPLICIT_FINALIZER;
}

/** Finds which Ingresses belong together. */
export class GroupLoader {
  readonly #reader: KubeReader;
  readonly #classifier: IngressClassifier;

  constructor(reader: KubeReader, classifier: IngressClassifier) {
    this.#reader = reader;
    this.#classifier = classifier;
  }

  /** @throws Error for an Ingress of the group whose class or order is wrong. */
  load(id: StackId): IngressGroup {
    const members: ClassifiedIngress[] = [];
    const inactiveMembers: Ingress[] = [];
    for (const ingress of this.#reader.list(INGRESS)) {
      const membership = this.#membership(id, ingress);
      if (membership === "inactive") inactiveMembers.push(ingress);
      else if (membership !== undefined) members.push(membership);
    }
    return { id, members: sortMembers(members), inactiveMembers };
  }

  /** The group an Ingress belongs to, if the controller is to care for it. @throws Error as {@link load}. */
  groupOf(ingress: Ingress): StackId | undefined {
    return this.#classify(ingress)?.id;
  }

  /** Groups whose finalizer an Ingress still has. */
  groupsToLeave(ingress: Ingress): readonly StackId[] {
    return (ingress.metadata.finalizers ?? []).flatMap((finalizer): StackId[] => {
      if (finalizer === IMPLICIT_FINALIZER) return [stackIdOf(ingress)];
      if (!finalizer.startsWith(EXPLICIT_FINALIZER_PREFIX)) return [];
      return [{ namespace: "", name: finalizer.slice(EXPLICIT_FINALIZER_PREFIX.length) }];
    });
  }

  #membership(id: StackId, ingress: Ingress): ClassifiedIngress | "inactive" | undefined {
    const holdsFinalizer = holdsGroupFinalizer(id, ingress);
    try {
      const classified = this.#classify(ingress);
      if (classified !== undefined && sameGroup(classified.id, id)) return classified.member;
    } catch (error) {
      if (error instanceof InvalidIngressClass) {
        if (!holdsFinalizer) return undefined;
        throw new Error(
          `Ingress: ${namespacedName(ingress)}: Ingress has invalid IngressClass configuration: ${error.message}`,
        );
      }
      if (!(error instanceof InvalidIngressGroup)) {
        throw new Error(`Ingress: ${namespacedName(ingress)}: ${(error as Error).message}`);
      }
    }
    return holdsFinalizer ? "inactive" : undefined;
  }

  #classify(ingress: Ingress): { id: StackId; member: ClassifiedIngress } | undefined {
    if (isDeleting(ingress)) return undefined;
    const member = this.#classifier.classify(ingress);
    if (member === undefined) return undefined;
    const name = member.params?.spec?.group?.name ?? stringOf(ingress.metadata.annotations, "group.name");
    if (name === undefined) return { id: stackIdOf(ingress), member };
    checkGroupName(name);
    return { id: { namespace: "", name }, member };
  }
}

/** Adds the group's finalizer to all members and gives the group as it is then. */
export function addGroupFinalizer(api: KubernetesApi, group: IngressGroup): IngressGroup {
  const finalizer = groupFinalizer(group.id);
  return {
    ...group,
    members: group.members.map((member) => ({
      ...member,
      ingress: addFinalizer(api, member.ingress, finalizer),
    })),
  };
}

/** Whether an Ingress is or was of any group. */
export function holdsGroupFinalizers({ metadata }: Ingress): boolean {
  return (metadata.finalizers ?? []).some(
    (finalizer) =>
      finalizer === "ingress.k8s.aws/resources" || finalizer.startsWith("group.ingress.k8s.aws/"),
  );
}

/** Lets go of the Ingresses that leave the group. */
export function removeGroupFinalizer(api: KubernetesApi, group: IngressGroup): void {
  for (const ingress of group.inactiveMembers) removeFinalizer(api, ingress, groupFinalizer(group.id));
}

function sortMembers(members: readonly ClassifiedIngress[]): readonly ClassifiedIngress[] {
  const ordered = members.map((member) => ({ member, order: orderOf(member.ingress) }));
  ordered.sort((a, b) => {
    const [nameA, nameB] = [namespacedName(a.member.ingress), namespacedName(b.member.ingress)];
    return a.order - b.order || (nameA < nameB ? -1 : 1);
  });
  return ordered.map(({ member }) => member);
}

function orderOf(ingress: Ingress): number {
  const key = namespacedName(ingress);
  let order: number | undefined;
  try {
    order = int32Of(ingress.metadata.annotations, "group.order");
  } catch (error) {
    throw new Error(`failed to load Ingress group order for ingress: ${key}: ${(error as Error).message}`);
  }
  if (order !== undefined && Math.abs(order) > ORDER_LIMIT) {
    throw new Error(
      `explicit Ingress group order must be within [-${ORDER_LIMIT}:${ORDER_LIMIT}], Ingress: ${key}, order: ${order}`,
    );
  }
  return order ?? 0;
}

function checkGroupName(name: string): void {
  if (!GROUP_NAME.test(name)) {
    throw new InvalidIngressGroup(
      "invalid ingress group: groupName must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
    );
  }
  if (name.length > MAX_GROUP_NAME_LENGTH) {
    throw new InvalidIngressGroup(
      `invalid ingress group: groupName must be no more than ${MAX_GROUP_NAME_LENGTH} characters`,
    );
  }
}

function holdsGroupFinalizer(id: StackId, ingress: Ingress): boolean {
  if (id.namespace !== "" && !sameGroup(stackIdOf(ingress), id)) return false;
  return hasFinalizer(ingress, groupFinalizer(id));
}

function sameGroup(a: StackId, b: StackId): boolean {
  return a.namespace === b.namespace && a.name === b.name;
}
