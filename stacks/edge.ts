import * as aws from "@pulumi/aws";
import { BackendSecurityGroup, DeletionGuard, LbcPolicy, partitionOf, Vpc } from "../components/index.ts";
import { defined } from "../components/shared/defined.ts";
import type { EdgeConfig } from "./config/stack-config.ts";
import type { Living } from "./living/living.ts";
import { createEdgeAlarms } from "./load-balancer/alarms.ts";
import { createFeatures, createFeaturesOfRoutes } from "./load-balancer/features.ts";
import { createOwnedLoadBalancer } from "./load-balancer/load-balancer.ts";
import { componentNames } from "./names.ts";
import { planNetwork } from "./network/plan.ts";
import { ownerOutputs, remembered, sharedApps } from "./owner.ts";
import type { StackOutputs } from "./outputs.ts";
import { protectStack } from "./protection.ts";
import { refuseForeignIds } from "./refusals/foreign-ids.ts";

/** What all clusters share, without a cluster: network, load balancer, the controllers' policy and the guard. */
export async function deployEdge(config: EdgeConfig, living: Living): Promise<StackOutputs> {
  const names = componentNames(config.clusterName);
  const { tags, controller, region } = config;
  const vpcId = config.vpc.existing?.vpcId ?? (living.outputs["vpcId"] as string | undefined);
  await refuseForeignIds(config, vpcId);
  const plan = await planNetwork(config, living);
  const vpc = new Vpc(names.vpc, plan.vpc);
  const backend = new BackendSecurityGroup(names.backendSecurityGroup, { vpcId: vpc.vpcId, tags });
  const policy = new LbcPolicy(names.controller, {
    partition: partitionOf(region),
    ...defined({ version: controller.version }),
    ...(controller.restrictPolicyToVpc && { restrictToVpcArn: aws.ec2.getVpcOutput({ id: vpc.vpcId }).arn }),
    tags,
  });
  const place = {
    vpcId: vpc.vpcId,
    backendSecurityGroupId: backend.securityGroupId,
    subnetIds: plan.ownLoadBalancerSubnets(vpc),
  };
  const features = createFeatures(config);
  const loadBalancer = createOwnedLoadBalancer(features.served, place, { dependsOn: [vpc, backend] })!;
  const named = createFeaturesOfRoutes(config, loadBalancer);
  const apps = sharedApps(config, { loadBalancer });
  const { loadBalancerArn } = loadBalancer;
  const alarms = createEdgeAlarms(features, { loadBalancerArn, apps }, [loadBalancer]);
  const made = [vpc, backend, policy, loadBalancer, ...features.made, ...named, ...alarms];
  const guard = new DeletionGuard(
    names.deletionGuard,
    { guardName: "destroy-the-member-stacks-first", remembers: remembered(config, vpc), tags },
    { dependsOn: made },
  );
  return {
    ...ownerOutputs(config, { vpc, backend, guard, loadBalancer, lbcPolicyArn: policy.policyArn }),
    edgeName: config.clusterName,
    ...protectStack(config, living, [...made, guard]),
  };
}
