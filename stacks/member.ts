import { EksCluster, LbcAddon, MultiClusterIngress, type JoinIngressArgs } from "../components/index.ts";
import { own } from "../components/shared/own.ts";
import type { AppConfig } from "./apps/app.ts";
import { createMetricsServer } from "./apps/autoscaling.ts";
import { deployWorkloads } from "./apps/deploy.ts";
import { warnOfMissingPods } from "./apps/external-pods.ts";
import { joinIngressArgs } from "./apps/ingress-args.ts";
import { createdNlb, createNlbs, isShared, joinedNlb } from "./apps/nlbs.ts";
import { keepingTerms, nlbOutputs } from "./apps/nlb-terms.ts";
import { clusterArgs, controllerArgs } from "./component-args.ts";
import type { MemberConfig } from "./config/stack-config.ts";
import { readSharedIngress, type SharedIngress } from "./contract/contract.ts";
import type { SharedTargetGroup } from "./contract/shared-app.ts";
import { createExternalDns } from "./external-dns.ts";
import { createGatewayApi, createGatewayClass } from "./gateway-api.ts";
import type { Living } from "./living/living.ts";
import { componentNames } from "./names.ts";
import { readControllerCrds } from "./controller-crds.ts";
import type { StackOutputs } from "./outputs.ts";
import { protectStack } from "./protection.ts";
import { boundApps, refuseOtherApps } from "./refusals/other-apps.ts";
import { refuseForeignIds } from "./refusals/foreign-ids.ts";
import { rememberedKey } from "./refusals/kms-keys.ts";
import { refuseLeaving } from "./refusals/leaving.ts";
import { refuseClosedSubnets } from "./refusals/closed-subnets.ts";
import { refuseMissingSubnets } from "./refusals/missing-subnets.ts";
import { refuseUnfitAddresses } from "./refusals/nlb-addresses.ts";
import { refuseOtherVpc } from "./refusals/other-vpc.ts";

/** One more cluster behind the load balancer of another stack. */
export async function deployMember(config: MemberConfig, living: Living): Promise<StackOutputs> {
  const names = componentNames(config.clusterName);
  const crds = await readControllerCrds(config);
  const shared = await readSharedIngress(config.sharedStack, config.region);
  await refuseOtherVpc(config, shared, living);
  refuseMissingSubnets(config, shared);
  await refuseForeignIds(config, shared.vpcId);
  await refuseUnfitAddresses(config, living, shared.vpcId);
  await refuseClosedSubnets(config, shared);
  refuseOtherApps(config, shared);
  const groups = groupsIn(shared);
  await refuseLeaving(config, { before: groups, now: groups, nlbs: shared.nlbs ?? {} });
  const cluster = new EksCluster(names.cluster, {
    ...clusterArgs(config, shared),
    living: living.cluster(),
    additionalNodePolicyArns: [shared.deletionGuardArn],
  });
  const gatewayApi = createGatewayApi(config, cluster);
  const externalDns = createExternalDns(config, cluster, gatewayApi);
  const controller = new LbcAddon(
    names.controller,
    {
      ...controllerArgs(config, shared, cluster, { externalDns, gatewayApi }),
      ...crds,
      existingPolicyArn: shared.lbcPolicyArn,
    },
    { providers: [cluster.provider] },
  );
  const gatewayClass = createGatewayClass(config, cluster, controller);
  const bound = { ...config, apps: keepingTerms(boundApps(config, shared), shared) };
  const terms = ({ name }: AppConfig) => own(shared.apps, name);
  const side = { ...shared, nodeSecurityGroupId: cluster.clusterSecurityGroupId };
  const joined = joinIngressArgs(bound, side, groups, terms);
  const ingress = joinShared(names.ingress, joined, cluster, controller);
  warnOfMissingPods(bound, ingress);
  const ground = { cluster, ingress, dependsOn: [controller.ready] };
  const nlbs = createNlbs(bound, ground, (app, place) =>
    isShared(app) ? joinedNlb(bound, app, shared, place) : createdNlb(bound, app, place),
  );
  const metrics = createMetricsServer(bound, cluster, living);
  const workloads = deployWorkloads(bound, { cluster, ingress, nlbs, terms, metrics });
  return {
    region: config.region,
    vpcId: shared.vpcId,
    ...firstGroup(bound, shared),
    loadBalancerDnsName: shared.loadBalancerDnsName,
    ...protectStack(config, living, [
      ...[cluster, controller, ...Object.values(nlbs), ...workloads],
      ...[ingress, metrics, externalDns, gatewayApi, gatewayClass].filter((one) => one !== undefined),
    ]),
    ...rememberedKey(config),
    ...nlbOutputs(bound, nlbs),
    clusterName: cluster.clusterName,
  };
}

/** The cluster's part in the load balancer; undefined where it has no application behind it. */
function joinShared(
  name: string,
  args: JoinIngressArgs,
  cluster: EksCluster,
  controller: LbcAddon,
): MultiClusterIngress | undefined {
  if (args.apps?.length === 0) return undefined;
  const opts = { providers: [cluster.provider], dependsOn: [controller.ready] };
  return new MultiClusterIngress(name, args, opts);
}

function groupsIn({ apps }: SharedIngress): Readonly<Record<string, readonly SharedTargetGroup[]>> {
  return Object.fromEntries(Object.entries(apps).map(([name, { targetGroups }]) => [name, targetGroups]));
}

/** Target group of the first application, as members of the version before exported it. */
function firstGroup({ apps }: MemberConfig, shared: SharedIngress): { readonly targetGroupArn?: string } {
  const [group] = apps.flatMap(({ name }) => own(shared.apps, name)?.targetGroups ?? []);
  return group === undefined ? {} : { targetGroupArn: group.arn };
}
