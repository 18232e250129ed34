/** Name of the application that the short form `app` describes. */
export const SHORT_FORM_NAME = "2048";

/** Names that are the same in every stack: of what it makes inside of a cluster, and of its protection. */
export const NAMES = {
  ingress: `ingress-${SHORT_FORM_NAME}`,
  gateway: `gateway-${SHORT_FORM_NAME}`,
  /** Says in the engine's message what to do. */
  protection: "set-deletionProtection-to-false-and-update-first",
} as const;

/** What kinds of target groups add to the names of their bindings: a cluster can have one of each at a time. */
const BINDING_SUFFIXES = { controller: "", gateway: "-gateway", alb: "-alb", own: "-own" } as const;

/** Names of what belongs to one application in a cluster. */
export function appNames(app: string) {
  return {
    service: `service-${app}`,
    /** Before the app's name, as the name of an app may be how that of another one goes on. */
    nlb: `nlb-${app}`,
    deployment: `deployment-${app}`,
    /** Labels by which the Service finds the application's pods. */
    labels: { "app.kubernetes.io/name": `app-${app}` },
    binding: (kind: keyof typeof BINDING_SUFFIXES) => `service-${app}${BINDING_SUFFIXES[kind]}`,
    /** @param appSide name of what the application has in the cluster besides its workload. */
    bindingResource: (appSide: string, kind: keyof typeof BINDING_SUFFIXES) =>
      `${appSide}-binding${BINDING_SUFFIXES[kind]}`,
  };
}

/**
 * Pulumi names of the components. They are identities: a changed one replaces what it names.
 *
 * @param clusterName keeps the stacks of one account apart in names that AWS wants to be unique.
 */
export function componentNames(clusterName: string) {
  const ofApp = (prefix: string, app: string) => (app === SHORT_FORM_NAME ? prefix : `${prefix}-${app}`);
  return {
    vpc: `${clusterName}-vpc`,
    cluster: clusterName,
    backendSecurityGroup: `${clusterName}-alb-backend`,
    loadBalancer: `${clusterName}-alb`,
    targetGroups: `${clusterName}-targets`,
    certificate: `${clusterName}-certificate`,
    protection: `${clusterName}-protection`,
    dnsNames: `${clusterName}-names`,
    controller: `${clusterName}-lbc`,
    gatewayApi: `${clusterName}-gateway-api`,
    gatewayClass: `${clusterName}-gateways`,
    externalDns: `${clusterName}-external-dns`,
    ingress: `${clusterName}-ingress`,
    /** What an application has in the cluster besides its workload. */
    appSide: (app: string) => ofApp(`${clusterName}-ingress`, app),
    nlb: (app: string) => `${clusterName}-nlb-${app}`,
    workload: (app: string) => ofApp(`${clusterName}-app`, app),
    logs: `${clusterName}-logs`,
    alarms: `${clusterName}-alarms`,
    deletionGuard: `${clusterName}-deletion-guard`,
  };
}
