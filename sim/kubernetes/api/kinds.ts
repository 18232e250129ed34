/** Which kinds the API server serves, and how. */
import type { Gvk } from "../types.ts";

/** How names of a kind must look; see names.ts. */
export type NameRule = "dns-subdomain" | "dns-label" | "dns-1035-label" | "path-segment";

export interface Kind {
  readonly gvk: Gvk;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  /** As error messages name it: `services`, `deployments.apps`. */
  readonly resource: string;
  readonly namespaced: boolean;
  readonly names: NameRule;
  /** Whether status is written through its own subresource only. */
  readonly hasStatus: boolean;
  /** Whether clients may give a status at creation: kubelets register nodes so. */
  readonly statusAtCreation: boolean;
  /** Whether the number of its pods is read and written through a subresource of its own. */
  readonly hasScale: boolean;
  /** Under which the objects of all served versions are kept: group and kind. */
  readonly storageKey: string;
  readonly custom: boolean;
}

interface BuiltIn {
  readonly plural?: string;
  readonly clusterScoped?: boolean;
  readonly names?: NameRule;
  readonly status?: boolean;
  readonly statusAtCreation?: boolean;
  readonly scale?: boolean;
}

const builtIns: Readonly<Record<Gvk, BuiltIn>> = {
  "v1/Namespace": { clusterScoped: true, names: "dns-label", status: true },
  "v1/Node": { clusterScoped: true, status: true, statusAtCreation: true },
  "v1/Pod": { status: true },
  "v1/Service": { names: "dns-1035-label", status: true },
  "v1/ServiceAccount": {},
  "v1/Endpoints": { plural: "endpoints" },
  "v1/ConfigMap": {},
  "v1/Secret": {},
  "v1/Event": {},
  "apps/v1/Deployment": { status: true, scale: true },
  "apps/v1/ReplicaSet": { status: true, scale: true },
  "apps/v1/DaemonSet": { status: true },
  "networking.k8s.io/v1/Ingress": { plural: "ingresses", status: true },
  "networking.k8s.io/v1/IngressClass": { plural: "ingressclasses", clusterScoped: true },
  "networking.k8s.io/v1/NetworkPolicy": { plural: "networkpolicies" },
  "autoscaling/v2/HorizontalPodAutoscaler": { status: true },
  "policy/v1/PodDisruptionBudget": { status: true },
  "discovery.k8s.io/v1/EndpointSlice": {},
  "coordination.k8s.io/v1/Lease": {},
  "scheduling.k8s.io/v1/PriorityClass": { plural: "priorityclasses", clusterScoped: true },
  "rbac.authorization.k8s.io/v1/Role": { names: "path-segment" },
  "rbac.authorization.k8s.io/v1/RoleBinding": { names: "path-segment" },
  "rbac.authorization.k8s.io/v1/ClusterRole": { clusterScoped: true, names: "path-segment" },
  "rbac.authorization.k8s.io/v1/ClusterRoleBinding": { clusterScoped: true, names: "path-segment" },
  "admissionregistration.k8s.io/v1/MutatingWebhookConfiguration": { clusterScoped: true },
  "admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration": { clusterScoped: true },
  "apiextensions.k8s.io/v1/CustomResourceDefinition": { clusterScoped: true, status: true },
};

/** Kinds of every real cluster that are not modelled. */
export const kindsNotSimulated: ReadonlySet<Gvk> = new Set([
  "v1/LimitRange",
  "v1/PersistentVolume",
  "v1/PersistentVolumeClaim",
  "v1/PodTemplate",
  "v1/ReplicationController",
  "v1/ResourceQuota",
  "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding",
  "apiregistration.k8s.io/v1/APIService",
  "apps/v1/ControllerRevision",
  "apps/v1/StatefulSet",
  "autoscaling/v1/HorizontalPodAutoscaler",
  "batch/v1/CronJob",
  "batch/v1/Job",
  "certificates.k8s.io/v1/CertificateSigningRequest",
  "events.k8s.io/v1/Event",
  "flowcontrol.apiserver.k8s.io/v1/FlowSchema",
  "flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration",
  "networking.k8s.io/v1/IPAddress",
  "networking.k8s.io/v1/ServiceCIDR",
  "node.k8s.io/v1/RuntimeClass",
  "resource.k8s.io/v1/DeviceClass",
  "resource.k8s.io/v1/ResourceClaim",
  "resource.k8s.io/v1/ResourceClaimTemplate",
  "resource.k8s.io/v1/ResourceSlice",
  "storage.k8s.io/v1/CSIDriver",
  "storage.k8s.io/v1/CSINode",
  "storage.k8s.io/v1/CSIStorageCapacity",
  "storage.k8s.io/v1/StorageClass",
  "storage.k8s.io/v1/VolumeAttachment",
  "storage.k8s.io/v1/VolumeAttributesClass",
]);

/** Splits `networking.k8s.io/v1/Ingress` into API version and kind. */
export function splitGvk(gvk: Gvk): { readonly apiVersion: string; readonly kind: string } {
  const end = gvk.lastIndexOf("/");
  return { apiVersion: gvk.slice(0, end), kind: gvk.slice(end + 1) };
}

/** Splits an API version into group (empty for the core group) and version. */
export function splitApiVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const end = apiVersion.lastIndexOf("/");
  return { group: apiVersion.slice(0, Math.max(0, end)), version: apiVersion.slice(end + 1) };
}

/** `networking.k8s.io/v1`; the version alone in the core group. */
export function apiVersionOf({ group, version }: Pick<Kind, "group" | "version">): string {
  return group === "" ? version : `${group}/${version}`;
}

/** The key of an object's kind. */
export function gvkOf(object: { readonly apiVersion: string; readonly kind: string }): Gvk {
  return `${object.apiVersion}/${object.kind}`;
}

function builtInKind(gvk: Gvk, options: BuiltIn): Kind {
  const { apiVersion, kind } = splitGvk(gvk);
  const { group, version } = splitApiVersion(apiVersion);
  const plural = options.plural ?? `${kind.toLowerCase()}s`;
  return {
    gvk,
    group,
    version,
    kind,
    plural,
    resource: group === "" ? plural : `${plural}.${group}`,
    namespaced: options.clusterScoped !== true,
    names: options.names ?? "dns-subdomain",
    hasStatus: options.status === true,
    statusAtCreation: options.statusAtCreation === true,
    hasScale: options.scale === true,
    storageKey: `${group}/${kind}`,
    custom: false,
  };
}

/** The kinds of every cluster, by group, version and kind. */
export const builtInKinds: ReadonlyMap<Gvk, Kind> = new Map(
  Object.entries(builtIns).map(([gvk, options]) => [gvk, builtInKind(gvk, options)]),
);
