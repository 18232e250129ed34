import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { defined } from "../components/shared/defined.ts";
import {
  BackendSecurityGroup,
  DeletionGuard,
  DemoApp,
  EksCluster,
  LbcAddon,
  MultiClusterIngress,
  targetTerms,
  Vpc,
} from "../components/index.ts";
import { appArgs, clusterArgs, controllerArgs, createIngressArgs } from "./component-args.ts";
import type { PrimaryConfig } from "./config/stack-config.ts";
import { readControllerCrds } from "./controller-crds.ts";
import type { StackOutputs } from "./outputs.ts";
import { CONTRACT_VERSION } from "./contract/version.ts";
import { fixedValues } from "./refusals/fixed-values.ts";
import { componentNames } from "./names.ts";
import { planNetwork } from "./network/plan.ts";
import type { Living } from "./living/living.ts";
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
  const crds = await readControllerCrds(config);
  const plan = await planNetwork(config, living);
  const vpc = new Vpc(names.vpc, plan.vpc);
  const backend = new BackendSecurityGroup(names.backendSecurityGroup, {
    vpcId: vpc.vpcId,
    tags: config.tags,
  });
  const shared = { vpcId: vpc.vpcId, backendSecurityGroupId: backend.securityGroupId };
  const cluster = new EksCluster(names.cluster, {
    ...clusterArgs(config, vpc),
    living: living.cluster(),
  });
  const controller = new LbcAddon(
    names.controller,
    {
      ...controllerArgs(config, shared, cluster),
      ...crds,
      ...(config.controller.restrictPolicyToVpc && {
        restrictToVpcArn: aws.ec2.getVpcOutput({ id: vpc.vpcId }).arn,
      }),
    },
    { providers: [cluster.provider] },
  );
  const ingressArgs = {
    ...defined({ subnetIds: plan.loadBalancerSubnets?.(vpc) }),
    ...createIngressArgs(config, cluster.clusterName, shared),
    replaceable: !isHeld,
  };
  const terms = targetTerms(names.ingress, ingressArgs);
  const ingress = new MultiClusterIngress(names.ingress, ingressArgs, {
    providers: [cluster.provider],
    dependsOn: [controller.ready, backend],
  });
  const app = new DemoApp(
    names.app,
    {
      ...appArgs(config, ingress.namespace, terms),
      targetGroupBinding: ingress.bindingName,
      serviceSelector: ingress.selector,
    },
    { providers: [cluster.provider], dependsOn: [ingress.ready] },
  );
  const guard = new DeletionGuard(
    names.deletionGuard,
    { guardName: "destroy-the-member-stacks-first", remembers: remembered(config, vpc), tags: config.tags },
    { dependsOn: [vpc, backend, cluster, controller, ingress, app] },
  );
  const protection = protectStack(config, living, [vpc, backend, cluster, controller, ingress, app, guard]);
  return {
    contractVersion: CONTRACT_VERSION,
    region: config.region,
    vpcId: vpc.vpcId,
    publicSubnetIds: vpc.publicSubnetIds,
    privateSubnetIds: vpc.privateSubnetIds,
    publicSubnetCidrBlocks: vpc.publicSubnetCidrBlocks,
    privateSubnetCidrBlocks: vpc.privateSubnetCidrBlocks,
    targetGroupArn: ingress.targetGroupArn,
    backendSecurityGroupId: backend.securityGroupId,
    lbcPolicyArn: controller.policyArn,
    deletionGuardArn: guard.policyArn,
    loadBalancerDnsName: ingress.loadBalancerDnsName,
    loadBalancerArn: ingress.loadBalancerArn,
    ...terms,
    ...protection,
    clusterName: cluster.clusterName,
  };
}

/** What must stay as it is while members hold the guard. */
function remembered(config: PrimaryConfig, vpc: Vpc): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    ...fixedValues(config),
    ...(config.vpc.existing === undefined
      ? { "vpc.availabilityZoneNames": vpc.availabilityZones.apply((zones) => zones.join(" ")) }
      : {}),
  };
}
