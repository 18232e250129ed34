/** Fields of the keys `apps` and `appOverrides`, for people: what the schema checks, in words. */
import {
  APP_DEFAULTS,
  DEMO_APP_DEFAULTS,
  INGRESS_APP_DEFAULTS,
  NLB_DEFAULTS,
  NLB_HEALTH_CHECK_PROTOCOLS,
  NLB_PROTOCOLS,
  PROBE_PROTOCOLS,
  PROTOCOL_VERSIONS,
  SCHEMES,
  SERVICE_DEFAULTS,
  SERVICE_TYPES,
  TARGET_TYPES,
  TRAFFIC_POLICIES,
} from "../components/index.ts";
import { appEntry, appOverride } from "../stacks/config/app-schema.ts";
import { DEFAULT_PORT, type AppEntry } from "../stacks/apps/app.ts";
import { code, codes } from "./page.ts";

type Field = keyof AppEntry | "absent";

/** What a field is, and what holds where it is left out. */
type Words = readonly [what: string, fallback: string];

/** A field, or by a dot one within it. What is within and has no line of its own is named in the line of its field. */
const FIELDS: Readonly<Record<Field, Words>> & Readonly<Record<`${Field}.${string}`, Words>> = {
  absent: ["Whether this stack does without the application. No other stack is touched.", value(false)],
  order: [
    "Place of its routes among those of other applications, from -1000 to 1000; the engine sorts names.",
    "0, then by name",
  ],
  routes: [
    "Which requests go to it, and what is done with them; a list, of which the first that fits counts.",
    "all requests",
  ],
  "routes.hosts": ["Hosts, of which one must be the request's; `*` and `?` stand for others.", "every host"],
  "routes.paths": [
    "Paths, of which one must be the request's; each `exact`, `prefix` or `pattern`.",
    "every path",
  ],
  "routes.headers": ["Header lines that it must have, all of them; each with `name` and `values`.", "any"],
  "routes.query": ["Parameters that it must have, all of them; each with `key` and `value`.", "any"],
  "routes.methods": ["Methods, of which one must be the request's.", "every method"],
  "routes.sourceCidrs": ["Blocks of addresses, from one of which it must come.", "from everywhere"],
  "routes.rewrite": [
    "What the application is asked for instead: `prefix`, `path`, `host`.",
    "what the client asked for",
  ],
  "routes.redirect": [
    "Answer with a redirect in place of the application: `protocol`, `host`, `port`, `path`, `query`, `statusCode`.",
    "the application answers",
  ],
  "routes.fixedResponse": [
    "Answer with a text in place of the application: `statusCode`, `contentType`, `body`.",
    "the application answers",
  ],
  image: [
    "Image of the container; that of a demo page may be a copy in a registry of your own.",
    "that of the demo page",
  ],
  content: [
    "A demo page: `type` colour-page with `heading`, `colour` and `cluster`, or game-2048.",
    "no demo page",
  ],
  external: [
    "Somebody else deploys it: GitOps, Helm, kubectl. `selector` has the labels of the pods, for which a Service is made; or " +
      "`service` is the name of a Service that is there, and `servicePort` its port; `createNamespace` makes a `namespace` of its " +
      "own for it, which a new cluster needs.",
    `the stack deploys it; servicePort ${SERVICE_DEFAULTS.port}, createNamespace false`,
  ],
  retire: ["`true` before the application is taken away, so that clusters let go of it first.", value(false)],
  namespace: ["Namespace of Service and pods.", "the key `namespace`"],
  port: ["Port on which the pods listen.", `${DEFAULT_PORT}, or that of the demo page`],
  targetType: [
    `What the load balancer sends requests to: ${codes(TARGET_TYPES)}.`,
    value(INGRESS_APP_DEFAULTS.targetType),
  ],
  protocolVersion: [
    `What the pods speak: ${codes(PROTOCOL_VERSIONS)}. HTTP2 and GRPC need HTTPS at the load balancer.`,
    value(INGRESS_APP_DEFAULTS.protocolVersion),
  ],
  service: [
    `The Service: \`type\` (${codes(SERVICE_TYPES)}), \`port\`, \`nodePort\` and \`nodePortSources\` (blocks of addresses that a rule ` +
      `lets connect to it), \`externalTrafficPolicy\` and \`internalTrafficPolicy\` (${codes(TRAFFIC_POLICIES)}), ` +
      "`sessionAffinitySeconds`.",
    `${SERVICE_DEFAULTS.type} with port ${SERVICE_DEFAULTS.port}, Cluster`,
  ],
  healthCheck: [
    "How the load balancer finds out which pods can serve; fields as in `ingress.healthCheck`.",
    "`ingress.healthCheck`",
  ],
  targetGroup: [
    "Attributes of the target group; fields as in `ingress.targetGroup`.",
    "`ingress.targetGroup`",
  ],
  nlb: [
    "A Network Load Balancer in front of the pods, beside the routes or, with `routes: []`, in place of them. Each cluster has one of " +
      "its own, or all share one.",
    "none",
  ],
  "nlb.shared": [
    "Whether that of the primary stands in front of all clusters; members register their pods in its target groups.",
    value(false),
  ],
  "nlb.ports": [
    `Ports of the load balancer; each \`port\`, \`protocol\` (${codes(NLB_PROTOCOLS)}) and \`targetPort\`, that of the pods.`,
    "required; TCP, `port` of the application",
  ],
  "nlb.scheme": [`Where clients come from: ${codes(SCHEMES)}.`, value(NLB_DEFAULTS.scheme)],
  "nlb.targetType": [`What it sends connections to: ${codes(TARGET_TYPES)}.`, value(NLB_DEFAULTS.targetType)],
  "nlb.tls": [
    "For ports with protocol TLS: `certificateArns`, `sslPolicy`, `toTargets` (whether targets are spoken to in TLS, too).",
    "no TLS",
  ],
  "nlb.healthCheck": [
    `How it finds out which targets can serve: \`protocol\` (${codes(NLB_HEALTH_CHECK_PROTOCOLS)}), \`port\`, \`path\`, ` +
      "`successCodes`, `intervalSeconds`, `timeoutSeconds`, `healthyThreshold`, `unhealthyThreshold`.",
    "a TCP connection every 10 seconds",
  ],
  "nlb.crossZone": ["Whether connections go to targets of all zones.", value(NLB_DEFAULTS.crossZone)],
  "nlb.proxyProtocol": [
    "Whether targets are told the client's address by Proxy Protocol v2, which they must understand.",
    value(NLB_DEFAULTS.proxyProtocol),
  ],
  "nlb.addresses": [
    "Fixed addresses, one for each subnet: `allocationIds` of elastic ones (internet-facing) or `privateIpv4` (internal).",
    "such as AWS gives",
  ],
  "nlb.sourceRanges": ["Blocks of addresses that clients may come from.", "everywhere"],
  "nlb.securityGroupIds": [
    "Security groups that let clients in, in place of `sourceRanges`.",
    "one of the controller's",
  ],
  "nlb.names": [
    "Names that the cluster's ExternalDNS makes for it: `hosts`; beside those of the same names in other clusters `weight` " +
      "(0 to 255) and `setIdentifier` (by default the name of the cluster). A stack with `hosts: []` has none.",
    "none",
  ],
  "nlb.deregistrationDelaySeconds": [
    "Seconds that connections to a target which is being removed still last.",
    value(NLB_DEFAULTS.deregistrationDelaySeconds),
  ],
  "nlb.allocateNodePorts": [
    "Whether its Service gets ports of nodes.",
    "true with targetType instance, else false",
  ],
  "nlb.externalTrafficPolicy": [
    `Which nodes pass connections on, with targetType instance: ${codes(TRAFFIC_POLICIES)}.`,
    "Cluster",
  ],
  replicas: ["Pods in each cluster, from 0 to 1000; or `autoscaling`.", value(APP_DEFAULTS.replicas)],
  resources: [
    "What a pod needs: `requests` and `limits`, each with `cpu` and `memory`.",
    `${quantities(APP_DEFAULTS.resources.requests)}, no limits; of a demo page ${quantities(DEMO_APP_DEFAULTS.resources.requests)}`,
  ],
  tolerations: [
    "Taints of nodes on which pods may run; each with `key`, `operator`, `value`, `effect`.",
    "none",
  ],
  preStopSeconds: [
    "For how long a pod that ends goes on serving, while the load balancer turns away from it.",
    value(APP_DEFAULTS.preStopSeconds),
  ],
  imagePullPolicy: ["When a node asks the registry for the image.", "Kubernetes' own"],
  imagePullSecrets: ["Names of Secrets with credentials of registries.", "none"],
  command: ["Program of the container, a list of texts.", "the image's"],
  args: ["Arguments of the program, a list of texts.", "the image's"],
  env: [
    "Variables by name: a text, `fieldRef` (a field of the pod), or `configMap` or `secret` with `key` and `optional`. In a key " +
      "that holds a secret the texts go into a Secret.",
    "none",
  ],
  envFrom: [
    "ConfigMaps and Secrets of which all keys are variables; each `configMap` or `secret`, `prefix`, `optional`.",
    "none",
  ],
  files: [
    "Files, a list; each `path` and one of `content` (texts by file name), `configMap` and `secret`; with `items`, `subPath`, `mode`.",
    "none",
  ],
  writablePaths: ["Folders that the container may write to.", value(APP_DEFAULTS.writablePaths)],
  probes: [
    "`startup`, `readiness` and `liveness`, each `false` or with fields of its own: " +
      `\`protocol\` (${codes(PROBE_PROTOCOLS)}), \`path\`, \`port\` or \`command\`, and \`initialDelaySeconds\`, \`periodSeconds\`, ` +
      "`timeoutSeconds`, `successThreshold`, `failureThreshold`.",
    "each asks for what the health check asks for; with `protocolVersion` GRPC it only connects",
  ],
  autoscaling: [
    "Lets Kubernetes decide on the number of pods, in place of `replicas`.",
    "as many as `replicas` says",
  ],
  "autoscaling.minReplicas": ["Fewest pods.", value(APP_DEFAULTS.autoscaling.minReplicas)],
  "autoscaling.maxReplicas": ["Most pods.", "required"],
  "autoscaling.cpuUtilization": [
    "Use of CPU to aim at, in percent of what pods request.",
    `${APP_DEFAULTS.autoscaling.cpuUtilization}, unless memoryUtilization is given`,
  ],
  "autoscaling.memoryUtilization": ["Use of memory to aim at, likewise.", "not looked at"],
  "autoscaling.scaleDown": [
    "How fast pods are taken away: `stabilizationSeconds`, and `maxPods` and `maxPercent` within `periodSeconds`.",
    value(APP_DEFAULTS.autoscaling.scaleDown),
  ],
  "autoscaling.scaleUp": [
    "How fast pods are added; the same fields.",
    value(APP_DEFAULTS.autoscaling.scaleUp),
  ],
  security: [
    "What the container may do beyond the Pod Security Standard restricted: `allowRoot`, `runAsUser`, `runAsGroup`, `fsGroup`, " +
      "`writableRootFilesystem`, `addCapabilities`, `allowPrivilegeEscalation`, `unconfinedSystemCalls`.",
    "nothing beyond it; user and group are the image's",
  ],
  serviceAccount: [
    "Who the pods are: `name`, `create`, `automountToken`; in AWS by `identity` (irsa or pod-identity), with `policies` " +
      "(documents by name) and `managedPolicyArns`.",
    "a service account of their own, without rights",
  ],
  nodeSelector: ["Labels of the nodes on which pods may run.", "any node"],
  priorityClassName: ["Name of the PriorityClass of the pods.", "the cluster's default"],
  podDisruptionBudget: [
    "How many pods voluntary disruptions must leave or may take: `minAvailable` or `maxUnavailable`.",
    value(APP_DEFAULTS.podDisruptionBudget),
  ],
};

/** The table of a key's fields; empty for a key that has none here. What an override leaves out is as the application has it. */
export function appFieldsTable(key: string): string {
  if (key === "apps") return table(["field", "what it is", "default"], linesOf(appEntry));
  if (key !== "appOverrides") return "";
  return table(
    ["field", "what it is"],
    linesOf(appOverride).map(([field, what]) => [field, what]),
  );
}

function linesOf({ shape }: { readonly shape: object }): (readonly [field: string, ...Words])[] {
  return Object.entries(FIELDS)
    .filter(([path]) => path.split(".", 1)[0]! in shape)
    .map(([path, words]) => [code(path), ...words]);
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function value(fallback: unknown): string {
  return code(JSON.stringify(fallback));
}

function quantities({ cpu, memory }: { readonly cpu: string; readonly memory: string }): string {
  return `requests ${cpu} CPU and ${memory}`;
}
