import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { lookUntil } from "../../shared/look-until.ts";
import { onlyOnes, type Applied } from "../await-applied.ts";
import { readRules } from "../listener-rules.ts";
import { sortByApp, type AppTags, type SeenTargetGroups } from "../made-by-controller.ts";

/** A Gateway that its controller has applied, as far as it tells which target groups there are. */
export interface AppliedGateway {
  readonly clusterName: string;
  readonly namespace: string;
  readonly gatewayName: string;
  readonly loadBalancerArn: string;
  /** Of the listener that has its rules. */
  readonly port: number;
  readonly ruleCount: number;
  /** What the tag of each app's target group begins with, by the app's name. */
  readonly resources: Readonly<Record<string, string>>;
}

/** Tag of the controller: pkg/deploy/tracking/provider.go */
const RESOURCE_TAG = "gateway.k8s.aws.alb/resource";

/** Up to the port, which of a Service that is somebody else's only the controller knows. */
export function resourceTagStart(
  { namespace, gatewayName }: Pick<AppliedGateway, "namespace" | "gatewayName">,
  route: { readonly kind: string; readonly name: string },
  serviceName: string,
): string {
  return `${namespace}/${gatewayName}:${namespace}-${route.name}:${route.kind}-${namespace}-${serviceName}:`;
}

/**
 * Reads the target groups that the controller made from the rules that forward to them: nothing of a Gateway tells them.
 *
 * @throws RunError when one is missing.
 */
export async function readGatewayGroups(
  gateway: AppliedGateway,
  opts: pulumi.InvokeOptions,
): Promise<Applied["targetGroups"]> {
  const { resources, namespace, gatewayName } = gateway;
  const apps = Object.keys(resources);
  if (apps.length === 0) return {};
  const seen: SeenTargetGroups = new Map();
  const look = () => findTargetGroups(gateway, seen, opts);
  if (pulumi.runtime.isDryRun()) return onlyOnes(apps, await look().catch(() => ({})));
  const found = await lookUntil(
    look,
    (some) => missing(apps.filter((app) => some[app]?.length !== 1)),
    (problem) =>
      `the load balancer controller of ${gateway.clusterName} says that it has applied Gateway ${namespace}/${gatewayName}, but ${problem}. ` +
      `Run pulumi up again; what the controller says: kubectl describe gateway --namespace ${namespace} ${gatewayName}`,
  );
  return onlyOnes(apps, found);
}

async function findTargetGroups(
  { loadBalancerArn, port, ruleCount, clusterName, resources }: AppliedGateway,
  seen: SeenTargetGroups,
  opts: pulumi.InvokeOptions,
) {
  const listener = await aws.lb.getListener({ loadBalancerArn, port }, opts);
  const rules = await readRules(listener.arn, { count: ruleCount, isLast: () => false }, opts);
  const appOf: AppTags["appOf"] = (resource) =>
    Object.keys(resources).find((app) => resource.startsWith(resources[app]!));
  const { targetGroups } = await sortByApp(rules, { clusterName, tag: RESOURCE_TAG, appOf }, seen, opts);
  return targetGroups;
}

function missing(apps: readonly string[]): string | undefined {
  return apps.length === 0 ? undefined : `no rule forwards to one target group for ${apps.join(", ")}`;
}
