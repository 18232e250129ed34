/**
 * Values of the chart aws-load-balancer-controller: its defaults, and which of them are simulated.
 *
 * The chart has no schema, so Helm takes a value that it does not know without a word and ignores it; so does this.
 * A value that the chart knows and that the simulated controller does not model is refused, unless it is the default.
 */
import { mergeValues, refuseOtherThan, type Values } from "../values.ts";

/** values.yaml of the chart without `image.tag`; values that are empty there (null) are left out. */
const DEFAULTS = {
  replicaCount: 2,
  revisionHistoryLimit: 10,
  image: {
    repository: "public.ecr.aws/eks/aws-load-balancer-controller",
    pullPolicy: "IfNotPresent",
  },
  imagePullSecrets: [],
  serviceAccount: { create: true, annotations: {}, automountServiceAccountToken: true },
  podSecurityContext: { fsGroup: 65534 },
  securityContext: { readOnlyRootFilesystem: true, runAsNonRoot: true, allowPrivilegeEscalation: false },
  terminationGracePeriodSeconds: 10,
  resources: {},
  priorityClassName: "system-cluster-critical",
  nodeSelector: {},
  tolerations: [],
  affinity: {},
  configureDefaultAffinity: true,
  topologySpreadConstraints: [],
  updateStrategy: {},
  podAnnotations: {},
  podLabels: {},
  ingressClass: "alb",
  ingressClassParams: { create: true, spec: {} },
  createIngressClassResource: true,
  vpcTags: {},
  defaultTargetType: "instance",
  webhookConfig: {},
  keepTLSSecret: false,
  livenessProbe: {
    failureThreshold: 2,
    httpGet: { path: "/healthz", port: 61779, scheme: "HTTP" },
    initialDelaySeconds: 30,
    timeoutSeconds: 10,
  },
  readinessProbe: {
    failureThreshold: 2,
    httpGet: { path: "/readyz", port: 61779, scheme: "HTTP" },
    successThreshold: 1,
    initialDelaySeconds: 10,
    timeoutSeconds: 10,
  },
  hostNetwork: false,
  defaultTags: {},
  podDisruptionBudget: {},
  externalManagedTags: [],
  controllerConfig: { featureGates: {} },
  ingressClassConfig: { default: false },
  enableServiceMutatorWebhook: true,
} satisfies Values;

/**
 * Values that change what the controller or the cluster does in ways that are not modelled, or that change texts which
 * nothing here reads, with their defaults; undefined: empty.
 */
const FIXED: Values = {
  additionalLabels: {},
  "autoscaling.enabled": false,
  awsApiEndpoints: undefined,
  awsApiThrottle: undefined,
  awsMaxRetries: undefined,
  "certDiscovery.allowedCertificateAuthorityARNs": "",
  "certManagement.defaultPCAARN": undefined,
  "cluster.dnsDomain": "cluster.local",
  "clusterSecretsPermissions.allowAllSecrets": false,
  creator: undefined,
  deploymentAnnotations: {},
  dnsPolicy: undefined,
  enableCertManager: false,
  enableEndpointSlices: undefined,
  envFrom: undefined,
  envSecretName: undefined,
  fullnameOverride: "",
  metricsBindAddr: "",
  nameOverride: "",
  objectSelector: undefined,
  "podMutatorWebhookConfig.failurePolicy": "Ignore",
  "rbac.create": true,
  runtimeClassName: undefined,
  "serviceAccount.imagePullSecrets": undefined,
  serviceAnnotations: {},
  "serviceMonitor.enabled": false,
  "serviceMutatorWebhookConfig.failurePolicy": "Fail",
  "serviceMutatorWebhookConfig.namespaceSelectors": undefined,
  "serviceMutatorWebhookConfig.objectSelector": { matchExpressions: [], matchLabels: {} },
  "serviceMutatorWebhookConfig.operations": ["CREATE"],
  watchNamespace: undefined,
  webhookBindPort: undefined,
  "webhookConfig.ingressValdationFailurePolicy": "Fail",
  "webhookConfig.ingressValidationNamespaceSelector": undefined,
  "webhookConfig.ingressValidationObjectSelector": undefined,
  webhookNamespaceSelectors: undefined,
  "webhookTLS.caCert": undefined,
  "webhookTLS.cert": undefined,
  "webhookTLS.key": undefined,
};

/** Values that must be as they are by default. */
export const VALUES_NOT_SIMULATED: readonly string[] = Object.keys(FIXED);

/** Values, without the keys within them, that the templates heed. */
export const VALUES: readonly string[] = Object.keys(DEFAULTS);

/**
 * The given values over the chart's defaults, as Helm merges them: maps key by key, all else replaced, null removes.
 *
 * @param tag default of `image.tag`, the one in which versions of the chart differ.
 * @throws NotSimulated for a value that is known to the chart but not modelled.
 */
export function resolveValues(given: Values, tag: string): Values {
  refuseOtherThan(FIXED, given, "aws-load-balancer-controller");
  return mergeValues({ ...DEFAULTS, image: { ...DEFAULTS.image, tag } }, given);
}
