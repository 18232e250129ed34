import * as aws from "@pulumi/aws";
import { defined } from "../components/shared/defined.ts";
import {
  BackendSecurityGroup,
  DeletionGuard,
  EksCluster,
  LbcAddon,
  MultiClusterIngress,
  Vpc,
} from "../components/index.ts";
import type { AppConfig } from "./apps/app.ts";
import { createMetricsServer } from "./apps/autoscaling.ts";
import { deployWorkloads } from "./apps/deploy.ts";
import { warnOfMissingPods } from "./apps/external-pods.ts";
import { withoutPods } from "./apps/drain.ts";
import { createIngressArgs, joinIngressArgs } from "./apps/ingress-args.ts";
import { balancedApps, createdNlb, createNlbs, isShared } from "./apps/nlbs.ts";
import { nlbOutputs } from "./apps/nlb-terms.ts";
import { hasIngress } from "./apps/ownership.ts";
import { termsOf } from "./apps/terms.ts";
import { clusterArgs, controllerArgs } from "./component-args.ts";
import type { PrimaryConfig } from "./config/stack-config.ts";
import { readControllerCrds } from "./controller-crds.ts";
import { createExternalDns } from "./external-dns.ts";
import { createGatewayApi, createGatewayClass } from "./gateway-api.ts";
import type { Living } from "./living/living.ts";
import { createEdgeAlarms } from "./load-balancer/alarms.ts";
import { createFeatures, createFeaturesOfRoutes } from "./load-balancer/features.ts";
import { addressOf, createOwnedLoadBalancer, createTargetGroups } from "./load-balancer/load-balancer.ts";
import { groupsBefore, nlbsBefore } from "./living/shared-before.ts";
import { componentNames } from "./names.ts";
import { planNetwork } from "./network/plan.ts";
import type { StackOutputs } from "./outputs.ts";
import { ownerOutputs, plannedGroups, pulumiGroups, remembered, sharedApps } from "./owner.ts";
import { refuseForeignIds } from "./refusals/foreign-ids.ts";
import { rememberedKey } from "./refusals/kms-keys.ts";
import { refuseLeaving } from "./refusals/leaving.ts";
import { refuseUnfitAddresses } from "./refusals/nlb-addresses.ts";
import { protectStack } from "./protection.ts";

/**
 * The first cluster: makes the network, the controller's policy and the load balancer that all clusters share.
 *
 * @param living what is there of the stack.
 * @param isHeld whether member stacks use what it shares.
 */
export async function deployPrimary(
  config: PrimaryConfig,
  living: Living,
  isHeld: boolean,
): Promise<StackOutputs> {
  const names = componentNames(config.clusterName);
  await refuseLeaving(config, {
    before: groupsBefore(living.outputs),
    now: plannedGroups(config),
    nlbs: nlbsBefore(living.outputs),
  });
  const vpcId = config.vpc.existing?.vpcId ?? (await living.cluster())?.vpcId;
  await refuseForeignIds(config, vpcId ?? (living.outputs["vpcId"] as string | undefined));
  await refuseUnfitAddresses(config, living, vpcId);
  const crds = await readControllerCrds(config);
  const plan = await planNetwork(config, living);
  const vpc = new Vpc(names.vpc, plan.vpc);
  const backend = new BackendSecurityGroup(names.backendSecurityGroup, {
    vpcId: vpc.vpcId,
    tags: config.tags,
  });
  const shared = {
    vpcId: vpc.vpcId,
    backendSecurityGroupId: backend.securityGroupId,
  };
  const cluster = new EksCluster(names.cluster, {
    ...clusterArgs(config, vpc),
    living: living.cluster(),
  });
  const gatewayApi = createGatewayApi(config, cluster);
  const externalDns = createExternalDns(config, cluster, gatewayApi);
  const controller = new LbcAddon(
    names.controller,
    {
      ...controllerArgs(config, shared, cluster, { externalDns, gatewayApi }),
      ...crds,
      ...(config.controller.restrictPolicyToVpc && {
        restrictToVpcArn: aws.ec2.getVpcOutput({ id: vpc.vpcId }).arn,
      }),
    },
    // It needs the ways out of the network for as long as it is there, also those of zones that came later.
    { providers: [cluster.provider], dependsOn: vpc.routes },
  );
  const gatewayClass = createGatewayClass(config, cluster, controller);
  const features = createFeatures(config);
  const loadBalancer = createOwnedLoadBalancer(
    features.served,
    { ...shared, subnetIds: plan.ownLoadBalancerSubnets(vpc) },
    { dependsOn: [vpc, backend] },
  );
  const targetGroups = createTargetGroups(config, vpc.vpcId);
  const groups = pulumiGroups(config, { loadBalancer, targetGroups });
  const terms = (app: AppConfig) => termsOf(config.ingress, app);
  const side = { ...shared, nodeSecurityGroupId: cluster.clusterSecurityGroupId };
  const ingress = new MultiClusterIngress(
    names.ingress,
    hasIngress(config)
      ? {
          ...defined({ subnetIds: plan.loadBalancerSubnets?.(vpc) }),
          ...createIngressArgs(features.served, cluster.clusterName, side, groups, gatewayClass?.className),
          replaceable: !isHeld,
        }
      : joinIngressArgs(config, { ...side, ...addressOf(config, loadBalancer!, shared) }, groups, terms),
    {
      providers: [cluster.provider],
      // A target of a group that no rule names is never healthy.
      dependsOn: [
        controller.ready,
        backend,
        ...(loadBalancer ? [loadBalancer] : []),
        ...(gatewayClass ? [gatewayClass.ready] : []),
      ],
    },
  );
  const named = createFeaturesOfRoutes(config, loadBalancer ?? ingress);
  warnOfMissingPods(config, ingress);
  const ground = { cluster, ingress, dependsOn: [controller.ready, backend] };
  const nlbs = createNlbs(config, ground, (app, place) => createdNlb(config, app, place));
  const metrics = createMetricsServer(config, cluster, living);
  const isTarget = hasIngress(config) || balancedApps(config).some(isShared);
  const deployed = isTarget ? withoutPods(config) : config;
  const workloads = deployWorkloads(deployed, { cluster, ingress, nlbs, terms, metrics });
  const { loadBalancerArn } = loadBalancer ?? ingress;
  const apps = sharedApps(config, { loadBalancer, ingress, targetGroups });
  const alarms = createEdgeAlarms(features, { loadBalancerArn, apps }, [ingress, ...workloads]);
  const made = [
    vpc,
    backend,
    cluster,
    controller,
    ingress,
    ...Object.values(nlbs),
    ...workloads,
    ...features.made,
    ...named,
    ...alarms,
    ...[loadBalancer, targetGroups, metrics, externalDns, gatewayApi, gatewayClass].filter(
      (one) => one !== undefined,
    ),
  ];
  const guard = new DeletionGuard(
    names.deletionGuard,
    { guardName: "destroy-the-member-stacks-first", remembers: remembered(config, vpc), tags: config.tags },
    { dependsOn: made },
  );
  const protection = protectStack(config, living, [...made, guard]);
  return {
    ...ownerOutputs(config, {
      vpc,
      backend,
      guard,
      ingress,
      loadBalancer,
      targetGroups,
      lbcPolicyArn: controller.policyArn,
    }),
    ...protection,
    ...rememberedKey(config),
    ...nlbOutputs(config, nlbs),
    clusterName: cluster.clusterName,
  };
}
