import type { Manifest } from "../../../kubernetes/types.ts";
import { at, isGiven } from "../../values.ts";
import type { Release } from "./release.ts";

/** ServiceAccount of the controller; none when the values say that it is made elsewhere. */
export function serviceAccount(release: Release): readonly Manifest[] {
  const { values } = release;
  if (at(values, "serviceAccount.create") !== true) return [];
  const annotations = at(values, "serviceAccount.annotations");
  return [
    {
      apiVersion: "v1",
      kind: "ServiceAccount",
      metadata: {
        name: release.serviceAccountName,
        namespace: release.namespace,
        labels: { ...release.labels },
        ...(isGiven(annotations) && { annotations: annotations as Record<string, string> }),
      },
      automountServiceAccountToken: at(values, "serviceAccount.automountServiceAccountToken"),
    },
  ];
}

/** Roles of the controller and their bindings. */
export function rbac(release: Release): readonly Manifest[] {
  const group = "rbac.authorization.k8s.io";
  const apiVersion = `${group}/v1`;
  const subjects = [
    { kind: "ServiceAccount", name: release.serviceAccountName, namespace: release.namespace },
  ];
  const namespaced = (suffix: string) => ({
    name: `${release.fullName}-${suffix}`,
    namespace: release.namespace,
    labels: { ...release.labels },
  });
  const clusterWide = (suffix: string) => ({
    name: `${release.fullName}-${suffix}`,
    labels: { ...release.labels },
  });
  return [
    { apiVersion, kind: "Role", metadata: namespaced("leader-election-role"), rules: LEADER_ELECTION },
    {
      apiVersion,
      kind: "RoleBinding",
      metadata: namespaced("leader-election-rolebinding"),
      roleRef: { apiGroup: group, kind: "Role", name: `${release.fullName}-leader-election-role` },
      subjects,
    },
    {
      apiVersion,
      kind: "ClusterRole",
      metadata: clusterWide("role"),
      rules: RULES,
    },
    {
      apiVersion,
      kind: "ClusterRoleBinding",
      metadata: clusterWide("rolebinding"),
      roleRef: { apiGroup: group, kind: "ClusterRole", name: `${release.fullName}-role` },
      subjects,
    },
  ];
}

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

const LEASE = ["aws-load-balancer-controller-leader"];

const LEADER_ELECTION: readonly Rule[] = [
  { apiGroups: [""], resources: ["configmaps"], verbs: ["create"] },
  { apiGroups: [""], resources: ["configmaps"], resourceNames: LEASE, verbs: ["get", "patch", "update"] },
  { apiGroups: ["coordination.k8s.io"], resources: ["leases"], verbs: ["create"] },
  {
    apiGroups: ["coordination.k8s.io"],
    resources: ["leases"],
    resourceNames: LEASE,
    verbs: ["get", "update", "patch"],
  },
];

const READ = ["get", "list", "watch"];
const READ_AND_PATCH = ["get", "list", "patch", "watch"];
const WRITE = ["patch", "update"];
const STATUS = ["get", "patch", "update"];
const INGRESS_GROUPS = ["extensions", "networking.k8s.io"];
const ROUTES = ["grpcroutes", "httproutes", "listenersets", "tcproutes", "tlsroutes", "udproutes"];
const CONFIGURATIONS = [
  "listenerruleconfigurations",
  "loadbalancerconfigurations",
  "targetgroupconfigurations",
];

const RULES: readonly Rule[] = [
  rule("", ["configmaps"], ["create", "delete", "get", "update"]),
  rule("", ["endpoints", "namespaces", "nodes", "pods"], READ),
  rule("", ["events"], ["create", "patch"]),
  rule("", ["pods/status", "services/status"], WRITE),
  rule("", ["services"], ["get", "list", "patch", "update", "watch"]),
  rule("aga.k8s.aws", ["globalaccelerators"], READ_AND_PATCH),
  rule("aga.k8s.aws", ["globalaccelerators/finalizers", "globalaccelerators/status"], WRITE),
  rule("discovery.k8s.io", ["endpointslices"], READ),
  rule("elbv2.k8s.aws", ["albtargetcontrolconfigs"], ["get"]),
  rule("elbv2.k8s.aws", ["ingressclassparams"], READ),
  rule(
    "elbv2.k8s.aws",
    ["targetgroupbindings"],
    ["create", "delete", "get", "list", "patch", "update", "watch"],
  ),
  rule("elbv2.k8s.aws", ["targetgroupbindings/status"], WRITE),
  { apiGroups: INGRESS_GROUPS, resources: ["ingresses"], verbs: ["get", "list", "patch", "update", "watch"] },
  { apiGroups: INGRESS_GROUPS, resources: ["ingresses/status"], verbs: WRITE },
  rule("gateway.k8s.aws", CONFIGURATIONS, READ_AND_PATCH),
  rule("gateway.k8s.aws", subresource(CONFIGURATIONS, "finalizers"), WRITE),
  rule("gateway.k8s.aws", subresource(CONFIGURATIONS, "status"), STATUS),
  rule("gateway.networking.k8s.io", ["gatewayclasses", "gateways", "referencegrants"], READ_AND_PATCH),
  rule("gateway.networking.k8s.io", subresource(["gatewayclasses", "gateways"], "finalizers"), WRITE),
  rule("gateway.networking.k8s.io", subresource(["gatewayclasses", "gateways", ...ROUTES], "status"), STATUS),
  rule("gateway.networking.k8s.io", ROUTES, READ),
  rule("gateway.networking.k8s.io", subresource(ROUTES, "finalizers"), ["update"]),
  rule("networking.k8s.io", ["ingressclasses"], READ),
];

function rule(group: string, resources: readonly string[], verbs: readonly string[]): Rule {
  return { apiGroups: [group], resources, verbs };
}

function subresource(resources: readonly string[], name: string): string[] {
  return resources.map((resource) => `${resource}/${name}`);
}
