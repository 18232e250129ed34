/** What stacks tell each other of Network Load Balancers. */
import { NLB_DEFAULTS, NLB_HEALTH_CHECK_DEFAULTS, TRAFFIC_PORT } from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedIngress } from "../contract/contract.ts";
import type { SharedNlb } from "../contract/shared-nlb.ts";
import { own } from "../../components/shared/own.ts";
import type { StackOutputs } from "../outputs.ts";
import type { AppConfig } from "./app.ts";
import { balancedApps, createdNlb, isShared, nlbDelaySeconds, type BalancedApp, type Nlbs } from "./nlbs.ts";

/** Its outputs for clusters that share it, and for those who look for the name; without any there is no such output. */
export function nlbOutputs(config: ClusterConfig, nlbs: Nlbs): Pick<StackOutputs, "nlbs"> {
  const outputs = balancedApps(config).flatMap((app) => {
    const { loadBalancerDnsName, targetGroupArns } = own(nlbs, app.name) ?? {};
    if (loadBalancerDnsName === undefined) return [];
    const targetGroups = groupsOfNlb(app).map((one) => ({ ...one, arn: targetGroupArns![one.port]! }));
    return [[app.name, { ...termsOfNlb(app), loadBalancerDnsName, targetGroups }] as const];
  });
  return outputs.length === 0 ? {} : { nlbs: Object.fromEntries(outputs) };
}

/** A target group, without its ARN. */
type GroupTerms = Omit<SharedNlb["targetGroups"][number], "arn">;

/** Target groups, one for each port. TLS that ends at the load balancer is TCP for its targets. */
export function groupsOfNlb(app: BalancedApp): readonly GroupTerms[] {
  const { tls } = app.entry.nlb;
  const place = { clusterName: app.name, namespace: app.namespace };
  const { ports, containerPort } = createdNlb({ tags: {}, addons: {} }, app, place);
  return ports.map(({ port, protocol = "TCP", targetPort = containerPort }) => ({
    port,
    protocol: protocol === "TLS" && tls?.toTargets !== true ? "TCP" : protocol,
    targetPort: String(targetPort),
  }));
}

/** What holds for all its target groups. */
export function termsOfNlb(app: BalancedApp): Omit<SharedNlb, "loadBalancerDnsName" | "targetGroups"> {
  const { nlb } = app.entry;
  const { port, ...healthCheck } = { ...NLB_HEALTH_CHECK_DEFAULTS, ...nlb.healthCheck };
  return {
    shared: isShared(app),
    targetType: nlb.targetType ?? NLB_DEFAULTS.targetType,
    tlsToTargets: nlb.tls?.toTargets ?? false,
    deregistrationDelaySeconds: nlbDelaySeconds(nlb),
    ...defined({ healthCheckPort: port === TRAFFIC_PORT ? undefined : port }),
    fixed: {
      namespace: app.namespace,
      scheme: nlb.scheme ?? NLB_DEFAULTS.scheme,
      addresses: JSON.stringify(nlb.addresses ?? null),
      "healthCheck.protocol": healthCheck.protocol,
      "healthCheck.intervalSeconds": String(healthCheck.intervalSeconds),
    },
  };
}

/** Applications of a cluster that joins, whose pods keep to what the stack that shares their load balancers says. */
export function keepingTerms(apps: readonly AppConfig[], { nlbs = {} }: SharedIngress): readonly AppConfig[] {
  return apps.map((app) => {
    const { nlb } = app.entry;
    const shared = own(nlbs, app.name);
    if (nlb?.shared !== true || shared === undefined) return app;
    const { targetType, deregistrationDelaySeconds } = shared;
    return { ...app, entry: { ...app.entry, nlb: { ...nlb, targetType, deregistrationDelaySeconds } } };
  });
}
