/** The chart's templates. */
import { isObject } from "../../core/is-object.ts";
import type { Manifest } from "../../kubernetes/types.ts";
import type { ReleaseRequest } from "../types.ts";
import { at, given, isGiven, text, type Values } from "../values.ts";

const CHART = "external-dns";
const RBAC = "rbac.authorization.k8s.io";
const PORT = 7979;
const PROBE = {
  httpGet: { path: "/healthz", port: "http" },
  periodSeconds: 10,
  timeoutSeconds: 5,
  successThreshold: 1,
};
const SECURITY_CONTEXT = {
  privileged: false,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  runAsUser: 65532,
  runAsGroup: 65532,
  capabilities: { drop: ["ALL"] },
};
const GATEWAY_API = "gateway.networking.k8s.io";
const GATEWAY_SOURCES = ["gateway-httproute", "gateway-grpcroute"];
const READ = ["get", "watch", "list"];

/** What the templates share. */
interface Release {
  readonly values: Values;
  readonly namespace: string;
  readonly name: string;
  readonly serviceAccountName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly selectorLabels: Readonly<Record<string, string>>;
}

export function describeRelease(request: ReleaseRequest, appVersion: string, values: Values): Release {
  const full = request.name.includes(CHART) ? request.name : `${request.name}-${CHART}`;
  const name = full.slice(0, 63).replace(/-$/, "");
  const selectorLabels = { "app.kubernetes.io/name": CHART, "app.kubernetes.io/instance": request.name };
  const ownAccount = at(values, "serviceAccount.create") === true;
  return {
    values,
    namespace: request.namespace,
    name,
    serviceAccountName: text(values, "serviceAccount.name") || (ownAccount ? name : "default"),
    selectorLabels,
    labels: {
      "helm.sh/chart": `${CHART}-${request.version}`,
      ...selectorLabels,
      "app.kubernetes.io/version": appVersion,
      "app.kubernetes.io/managed-by": "Helm",
    },
  };
}

/** Everything that a release installs. */
export function manifests(release: Release): readonly Manifest[] {
  return [...serviceAccount(release), ...access(release), ...service(release), deployment(release)];
}

function namespaced({ name, namespace, labels }: Release) {
  return { name, namespace, labels: { ...labels } };
}

function serviceAccount(release: Release): readonly Manifest[] {
  const { values, serviceAccountName: name } = release;
  if (at(values, "serviceAccount.create") !== true) return [];
  const metadata = {
    ...namespaced(release),
    name,
    ...given(values, "serviceAccount.annotations", "annotations"),
  };
  return [{ apiVersion: "v1", kind: "ServiceAccount", metadata, automountServiceAccountToken: true }];
}

/** Made from the sources. */
function access({ name, namespace, labels, values, serviceAccountName }: Release): readonly Manifest[] {
  const sources = values["sources"] as readonly string[];
  const rules = [
    { apiGroups: [""], resources: ["nodes"], verbs: ["list", "watch"], source: "service" },
    { apiGroups: [""], resources: ["pods"], verbs: READ, source: "service" },
    { apiGroups: [""], resources: ["services"], verbs: READ, source: "service" },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: READ, source: "service" },
    {
      apiGroups: ["extensions", "networking.k8s.io"],
      resources: ["ingresses"],
      verbs: READ,
      source: "ingress",
    },
    {
      apiGroups: [GATEWAY_API],
      resources: ["gateways"],
      verbs: READ,
      source: GATEWAY_SOURCES,
    },
    { apiGroups: [""], resources: ["namespaces"], verbs: READ, source: GATEWAY_SOURCES },
    { apiGroups: [GATEWAY_API], resources: ["httproutes"], verbs: READ, source: "gateway-httproute" },
    { apiGroups: [GATEWAY_API], resources: ["grpcroutes"], verbs: READ, source: "gateway-grpcroute" },
  ];
  return [
    {
      apiVersion: `${RBAC}/v1`,
      kind: "ClusterRole",
      metadata: { name, labels: { ...labels } },
      rules: rules
        .filter(({ source }) => [source].flat().some((one) => sources.includes(one)))
        .map(({ source: _source, ...rule }) => rule),
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: "ClusterRoleBinding",
      metadata: { name: `${name}-viewer`, labels: { ...labels } },
      roleRef: { apiGroup: RBAC, kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name: serviceAccountName, namespace }],
    },
  ];
}

function service(release: Release): readonly Manifest[] {
  const { selectorLabels } = release;
  const ports = [{ name: "http", port: PORT, targetPort: "http", protocol: "TCP" }];
  const spec = { type: "ClusterIP", selector: { ...selectorLabels }, ports };
  return [{ apiVersion: "v1", kind: "Service", metadata: namespaced(release), spec }];
}

function deployment(release: Release): Manifest {
  const { selectorLabels } = release;
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: namespaced(release),
    spec: {
      replicas: 1,
      selector: { matchLabels: { ...selectorLabels } },
      strategy: { type: "Recreate" },
      template: {
        metadata: { labels: { ...selectorLabels } },
        spec: podSpec(release),
      },
    },
  };
}

function podSpec({ values, serviceAccountName, labels }: Release): object {
  return {
    automountServiceAccountToken: true,
    serviceAccountName,
    securityContext: { runAsNonRoot: true, fsGroup: 65534, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: CHART,
        securityContext: SECURITY_CONTEXT,
        image: `registry.k8s.io/external-dns/external-dns:v${labels["app.kubernetes.io/version"]}`,
        imagePullPolicy: "IfNotPresent",
        ...given(values, "env"),
        args: programArguments(values),
        ports: [{ name: "http", protocol: "TCP", containerPort: PORT }],
        livenessProbe: { ...PROBE, initialDelaySeconds: 10, failureThreshold: 2 },
        readinessProbe: { ...PROBE, initialDelaySeconds: 5, failureThreshold: 6 },
        ...given(values, "extraVolumeMounts", "volumeMounts"),
        ...given(values, "resources"),
      },
    ],
    ...given(values, "extraVolumes", "volumes"),
    ...given(values, "tolerations"),
  };
}

/** In the order of the chart's template. */
function programArguments(values: Values): string[] {
  const flags = (flag: string, path: string) =>
    isGiven(values[path]) ? [values[path]].flat().map((one) => `--${flag}=${String(one)}`) : [];
  return [
    "--log-level=info",
    ...flags("log-format", "logFormat"),
    ...flags("interval", "interval"),
    ...(values["triggerLoopOnEvent"] === true ? ["--events"] : []),
    ...flags("source", "sources"),
    ...flags("policy", "policy"),
    ...flags("registry", "registry"),
    ...flags("txt-owner-id", "txtOwnerId"),
    ...flags("txt-prefix", "txtPrefix"),
    ...flags("domain-filter", "domainFilters"),
    ...flags("annotation-prefix", "annotationPrefix"),
    "--provider=aws",
    ...extraArguments(values["extraArgs"]),
  ];
}

/** A list as it stands; of a mapping, which Go templates go through in the order of its keys, the flags. */
function extraArguments(given: unknown): string[] {
  if (!isObject(given)) return (given as readonly string[]).map(String);
  return Object.keys(given)
    .toSorted()
    .flatMap((name) => {
      const value = given[name];
      if (typeof value === "boolean") return [value ? `--${name}` : `--no-${name}`];
      return [value].flat().map((one) => `--${name}=${String(one)}`);
    });
}
