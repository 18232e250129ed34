import * as aws from "@pulumi/aws";
import { BackendSecurityGroup, DeletionGuard, LbcPolicy, partitionOf, Vpc } from "../components/index.ts";
import { defined } from "../components/shared/defined.ts";
import { createCertificate, withCertificate } from "./certificate.ts";
import { createDnsNames } from "./dns.ts";
import type { EdgeConfig } from "./config/stack-config.ts";
import { createProtection, protectedBy } from "./edge-protection.ts";
import type { Living } from "./living/living.ts";
import { createOwnedLoadBalancer } from "./load-balancer.ts";
import { createLogs, withLogs } from "./logs.ts";
import { componentNames } from "./names.ts";
import { planNetwork } from "./network/plan.ts";
import { ownerOutputs, remembered } from "./owner.ts";
import type { StackOutputs } from "./outputs.ts";
import { protectStack } from "./protection.ts";

/** What all clusters share, without a cluster: network, load balancer, the controllers' policy and the guard. */
export async function deployEdge(config: EdgeConfig, living: Living): Promise<StackOutputs> {
  const names = componentNames(config.clusterName);
  const { tags, controller, region } = config;
  const plan = await planNetwork(config, living);
  const vpc = new Vpc(names.vpc, plan.vpc);
  const backend = new BackendSecurityGroup(names.backendSecurityGroup, { vpcId: vpc.vpcId, tags });
  const policy = new LbcPolicy(names.controller, {
    partition: partitionOf(region),
    ...defined({ version: controller.version }),
    ...(controller.restrictPolicyToVpc && { restrictToVpcArn: aws.ec2.getVpcOutput({ id: vpc.vpcId }).arn }),
    tags,
  });
  const webAcl = createProtection(config);
  const place = {
    ...protectedBy(webAcl),
    vpcId: vpc.vpcId,
    backendSecurityGroupId: backend.securityGroupId,
    subnetIds: plan.ownLoadBalancerSubnets(vpc),
  };
  const logs = createLogs(config);
  const certificate = createCertificate(config);
  const served = withLogs(withCertificate(config, certificate?.certificateArn), logs);
  const loadBalancer = createOwnedLoadBalancer(served, place, { dependsOn: [vpc, backend] })!;
  const dnsNames = createDnsNames(config, loadBalancer);
  const made = [
    vpc,
    backend,
    policy,
    loadBalancer,
    ...[certificate, webAcl, logs, dnsNames].filter((one) => one !== undefined),
  ];
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
