import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined, unlessEmpty } from "../shared/defined.ts";
import { webIdentity } from "../shared/identity/web-identity.ts";
import { ingressClassParams } from "../shared/load-balancer/ingress-class.ts";
import type { ChartRepository } from "./args.ts";
import type { ResolvedLbcAddonArgs } from "./resolve.ts";
import { LBC_NAMESPACE, LBC_SERVICE_ACCOUNT } from "./trust-policy.ts";
import { LBC_RELEASES } from "./versions.ts";

const CHART = "aws-load-balancer-controller";
const CHARTS = "https://aws.github.io/eks-charts";

/** Of the controller's pods, so that another version of the Gateway API replaces them: they look for it when they start. */
const GATEWAY_API_ANNOTATION = "multicluster-ingress/gateway-api";

/**
 * The Helm release of the controller. Pulumi waits until its pods are ready, and on the way back until they are gone:
 * webhooks of the chart refuse Ingresses and TargetGroupBindings while no pod answers.
 */
export function createRelease(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedLbcAddonArgs,
  needs: { readonly roleArn: pulumi.Output<string>; readonly dependsOn: pulumi.Resource[] },
): kubernetes.helm.v3.Release {
  const credentials = args.identity.type === "irsa" ? credentialValues(needs.roleArn) : {};
  return createChild(kubernetes.helm.v3.Release, `${name}-release`, {
    args: {
      // Fixed: the chart names its webhooks without regard to the release, so a cluster can hold one release only.
      name: LBC_SERVICE_ACCOUNT,
      namespace: LBC_NAMESPACE,
      ...chartSource(args.chartRepository),
      version: LBC_RELEASES[args.version].chart,
      // Helm installs CRDs once and never upgrades them; Pulumi keeps them in step with the release instead.
      skipCrds: true,
      values: { ...chartValues(args), ...credentials },
    },
    opts: { parent, dependsOn: needs.dependsOn },
    transform: args.transform.release,
  });
}

/** A chart of a registry has its whole address as its name. */
function chartSource({ url, username, password }: ChartRepository = { url: CHARTS }) {
  if (url.startsWith("oci://")) return { chart: `${url}/${CHART}` };
  const secret = password === undefined ? undefined : pulumi.secret(password);
  return { chart: CHART, repositoryOpts: { repo: url, ...defined({ username, password: secret }) } };
}

function credentialValues(roleArn: pulumi.Output<string>) {
  const { env, volume, volumeMount } = webIdentity(roleArn);
  return { env, extraVolumes: [volume], extraVolumeMounts: [volumeMount] };
}

/** All pods but one stay, and those that serve nobody anyway do not count. */
const BUDGET = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" } as const;

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
    ...defined({ podDisruptionBudget: args.replicas > 1 ? BUDGET : undefined }),
    resources: args.resources,
    ...defined({
      disableIngressClassAnnotation: ingressClassParams(args.ingressClass) === undefined ? undefined : true,
      enableShield: args.shield ? undefined : false,
      image: args.imageRepository === undefined ? undefined : { repository: args.imageRepository },
      tolerations: args.tolerations.length > 0 ? args.tolerations.map((one) => ({ ...one })) : undefined,
      podAnnotations:
        args.gatewayApi === undefined ? undefined : { [GATEWAY_API_ANNOTATION]: args.gatewayApi.version },
      defaultTags: unlessEmpty(args.tags),
    }),
  };
}
