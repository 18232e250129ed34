import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ResolvedLbcAddonArgs } from "./args.ts";
import { LBC_NAMESPACE, LBC_SERVICE_ACCOUNT } from "./trust-policy.ts";
import { LBC_RELEASES } from "./versions.ts";
import { webIdentityValues } from "./web-identity.ts";

/** Name of the IngressClass that the controller serves. */
export const INGRESS_CLASS = "alb";

/**
 * The Helm release of the controller. Pulumi waits until its pods are ready, and on the way back until they are gone:
 * webhooks of the chart refuse Ingresses and TargetGroupBindings while no pod answers.
 */
export function releaseArgs(
  args: ResolvedLbcAddonArgs,
  roleArn: pulumi.Input<string>,
): kubernetes.helm.v3.ReleaseArgs {
  return {
    // Fixed: the chart names its webhooks without regard to the release, so a cluster can hold one release only.
    name: LBC_SERVICE_ACCOUNT,
    namespace: LBC_NAMESPACE,
    chart: "aws-load-balancer-controller",
    version: LBC_RELEASES[args.version].chart,
    repositoryOpts: { repo: "https://aws.github.io/eks-charts" },
    // Helm installs CRDs once and never upgrades them; Pulumi keeps them in step with the release instead.
    skipCrds: true,
    values: { ...chartValues(args), ...(args.identity.type === "irsa" && webIdentityValues(roleArn)) },
  };
}

function chartValues(args: ResolvedLbcAddonArgs): Record<string, unknown> {
  return {
    clusterName: args.clusterName,
    region: args.region,
    vpcId: args.vpcId,
    backendSecurityGroup: args.backendSecurityGroupId,
    defaultTargetType: "ip",
    // The chart makes a new certificate whenever it is rendered; without this every upgrade would swap it under
    // running webhooks.
    keepTLSSecret: true,
    enableServiceMutatorWebhook: args.nlbServices,
    serviceAccount: { create: false, name: LBC_SERVICE_ACCOUNT },
    // The class is a resource of its own, because it must outlive every Ingress and go before the controller does.
    createIngressClassResource: false,
    ingressClassParams: { create: false },
    replicaCount: args.replicas,
    ...(args.replicas > 1
      ? { podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" } }
      : {}),
    resources: args.resources,
    ...(args.tolerations.length > 0 ? { tolerations: args.tolerations.map((one) => ({ ...one })) } : {}),
    ...(Object.keys(args.tags).length > 0 ? { defaultTags: args.tags } : {}),
  };
}
