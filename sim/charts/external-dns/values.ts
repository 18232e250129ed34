/** Values of the chart external-dns: its defaults, and which of them are simulated. */
import { NotSimulated } from "../../core/errors.ts";
import { at, mergeValues, refuseOtherThan, type Values } from "../values.ts";

/** values.yaml of the chart, without values that are empty there (null). */
const DEFAULTS = {
  serviceAccount: { create: true, annotations: {} },
  env: [],
  extraVolumes: [],
  extraVolumeMounts: [],
  resources: {},
  tolerations: [],
  logFormat: "text",
  interval: "1m",
  triggerLoopOnEvent: false,
  sources: ["service", "ingress"],
  registry: "txt",
  domainFilters: [],
  provider: { name: "aws" },
  extraArgs: {},
} satisfies Values;

/** Values without a default that the templates heed. */
const OPTIONAL = ["policy", "txtOwnerId", "txtPrefix", "annotationPrefix"] as const;

/** Values that change what is not modelled, with their defaults; undefined: empty. */
const FIXED: Values = {
  affinity: {},
  annotationFilter: undefined,
  automountServiceAccountToken: true,
  commonLabels: {},
  deploymentAnnotations: {},
  "deploymentStrategy.type": "Recreate",
  dnsConfig: undefined,
  dnsPolicy: undefined,
  enableGatewayListenerSets: false,
  excludeDomains: [],
  extraContainers: [],
  fullnameOverride: undefined,
  gatewayNamespace: undefined,
  "global.imagePullSecrets": [],
  hostAliases: [],
  image: undefined,
  imagePullSecrets: [],
  initContainers: [],
  labelFilter: undefined,
  livenessProbe: undefined,
  logLevel: "info",
  managedRecordTypes: [],
  nameOverride: undefined,
  namespaced: false,
  namespaceOverride: undefined,
  nodeSelector: {},
  podAnnotations: {},
  podLabels: {},
  podSecurityContext: undefined,
  priorityClassName: undefined,
  "provider.webhook": undefined,
  "rbac.additionalPermissions": [],
  "rbac.create": true,
  readinessProbe: undefined,
  replicaCount: 1,
  revisionHistoryLimit: undefined,
  "secretConfiguration.enabled": false,
  securityContext: undefined,
  service: undefined,
  "serviceMonitor.enabled": false,
  shareProcessNamespace: false,
  sourceNamespace: undefined,
  terminationGracePeriodSeconds: undefined,
  topologySpreadConstraints: [],
  txtSuffix: undefined,
};

/** Values that must be as they are by default. */
export const VALUES_NOT_SIMULATED: readonly string[] = Object.keys(FIXED);

/** Values, without the keys within them, that the templates heed. */
export const VALUES: readonly string[] = [...Object.keys(DEFAULTS), ...OPTIONAL].toSorted();

const POLICIES: readonly unknown[] = ["create-only", "sync", "upsert-only"];

/**
 * The given values over the chart's defaults.
 *
 * @throws Error in Helm's words where the chart's schema refuses them; NotSimulated for what is not modelled.
 */
export function resolveValues(given: Values): Values {
  const top = [...VALUES, ...VALUES_NOT_SIMULATED.map((path) => path.split(".")[0])];
  const unknown = Object.keys(given).find((key) => !top.includes(key));
  if (unknown !== undefined) throw schemaError(`at '': additional properties '${unknown}' not allowed`);
  if (given["policy"] === undefined) throw schemaError("at '': missing property 'policy'");
  if (!POLICIES.includes(given["policy"])) {
    throw schemaError("at '/policy': value must be one of 'create-only', 'sync', 'upsert-only'");
  }
  refuseOtherThan(FIXED, given, "external-dns");
  if (at(given, "provider.name") !== "aws" && given["provider"] !== undefined) {
    throw new NotSimulated("chart value provider", `external-dns: ${JSON.stringify(given["provider"])}`);
  }
  return mergeValues(DEFAULTS, given);
}

function schemaError(what: string): Error {
  return new Error(
    `values don't meet the specifications of the schema(s) in the following chart(s):\nexternal-dns:\n- ${what}\n`,
  );
}
