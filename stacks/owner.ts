/** What stacks that own a load balancer hand over, whoever made it. */
import type * as pulumi from "@pulumi/pulumi";
import type {
  BackendSecurityGroup,
  DeletionGuard,
  MultiClusterIngress,
  SharedLoadBalancer,
  SharedTargetGroups,
  Vpc,
} from "../components/index.ts";
import type { AppConfig } from "./apps/app.ts";
import type { GroupsByApp } from "./apps/ingress-args.ts";
import { groupsOf, hasGroups, isOfController, type GroupIdentity } from "./apps/ownership.ts";
import { termsOf } from "./apps/terms.ts";
import type { OwnerConfig } from "./config/stack-config.ts";
import { CONTRACT_VERSION } from "./contract/version.ts";
import { addressOf } from "./load-balancer/load-balancer.ts";
import type { SharedAppOutput, StackOutputs, TargetGroupOutput } from "./outputs.ts";
import { fixedValues } from "./refusals/fixed-values.ts";
import { rememberedEndpoints } from "./refusals/lost-endpoints.ts";

/** What an owner has made. */
interface Owned extends GroupMakers {
  readonly vpc: Vpc;
  readonly backend: BackendSecurityGroup;
  readonly guard: DeletionGuard;
  readonly lbcPolicyArn: pulumi.Output<string>;
}

/** Those by whom target groups come. */
interface GroupMakers {
  readonly ingress?: MultiClusterIngress;
  readonly loadBalancer?: SharedLoadBalancer | undefined;
  /** Where an Ingress forwards to target groups of Pulumi. */
  readonly targetGroups?: SharedTargetGroups | undefined;
}

/** Outputs for members. Where two load balancers stand side by side, the new one is named. */
export function ownerOutputs(config: OwnerConfig, owned: Owned): Omit<StackOutputs, "clusterName"> {
  const { vpc, guard, lbcPolicyArn } = owned;
  const apps = sharedApps(config, owned);
  return {
    contractVersion: CONTRACT_VERSION,
    region: config.region,
    vpcId: vpc.vpcId,
    ...rememberedEndpoints(config),
    ...podSubnetOutputs(config, vpc),
    publicSubnetIds: vpc.publicSubnetIds,
    privateSubnetIds: vpc.privateSubnetIds,
    publicSubnetCidrBlocks: vpc.publicSubnetCidrBlocks,
    privateSubnetCidrBlocks: vpc.privateSubnetCidrBlocks,
    ...outputsBefore(Object.values(apps)),
    lbcPolicyArn,
    deletionGuardArn: guard.policyArn,
    ...loadBalancerOutputs(config, owned),
    apps,
  };
}

/** None where the stack makes no subnets for pods, as ever. */
function podSubnetOutputs({ vpc: { secondaryCidrBlocks = [] } }: OwnerConfig, vpc: Vpc) {
  if (secondaryCidrBlocks.length === 0) return {};
  const { podSubnetIds, podSubnetCidrBlocks } = vpc;
  return { podSubnetIds, podSubnetCidrBlocks, secondaryCidrBlocks };
}

/** Where two load balancers stand side by side, that of Pulumi counts. */
function loadBalancerOutputs(config: OwnerConfig, { backend, loadBalancer, ingress }: Owned) {
  const backendSecurityGroupId = backend.securityGroupId;
  if (loadBalancer !== undefined) return addressOf(config, loadBalancer, { backendSecurityGroupId });
  const { loadBalancerDnsName, loadBalancerArn } = ingress!;
  return { backendSecurityGroupId, loadBalancerDnsName, loadBalancerArn };
}

/** What clusters need to know of each application that the load balancer serves. */
export function sharedApps(
  config: OwnerConfig,
  makers: GroupMakers,
): Readonly<Record<string, SharedAppOutput>> {
  return bySharedApp(config, (app) => ({
    ...termsOf(config.ingress, app),
    targetGroups: outputsOf(groupsOf(config, app.name), app, makers),
  }));
}

/** Target groups that Pulumi makes, by application: the owner's own cluster binds them as others do. */
export function pulumiGroups(config: OwnerConfig, makers: GroupMakers): GroupsByApp {
  return bySharedApp(config, (app) => {
    const groups = groupsOf(config, app.name).filter((group) => !isOfController(group));
    return outputsOf(groups, app, makers);
  });
}

/** Target groups that there will be, by application. */
export function plannedGroups(config: OwnerConfig): Readonly<Record<string, readonly GroupIdentity[]>> {
  return bySharedApp(config, ({ name }) => groupsOf(config, name));
}

/** Something of each application that has target groups, by name. */
function bySharedApp<T>(config: OwnerConfig, tell: (app: AppConfig) => T): Readonly<Record<string, T>> {
  const apps = config.apps.filter((app) => hasGroups(config, app));
  return Object.fromEntries(apps.map((app) => [app.name, tell(app)]));
}

function outputsOf(
  groups: readonly GroupIdentity[],
  app: AppConfig,
  makers: GroupMakers,
): TargetGroupOutput[] {
  return groups.map((group) => ({ ...group, arn: arnOf(group, app, makers) }));
}

function arnOf(
  { kind, cluster }: GroupIdentity,
  { name }: AppConfig,
  { ingress, loadBalancer, targetGroups }: GroupMakers,
): pulumi.Input<string> {
  switch (kind) {
    case "controller":
      return ingress!.apps[name]!.targetGroupArns.ingress!;
    case "gateway":
      return ingress!.apps[name]!.targetGroupArns.gateway!;
    case "alb":
      return (targetGroups ?? loadBalancer!).targetGroupArns[name]!;
    case "own":
      return loadBalancer!.targetGroupArnsByCluster[name]![cluster!]!;
  }
}

/** Outputs of the contract's version before, which knew of one application and one target group. */
function outputsBefore([app]: readonly SharedAppOutput[]) {
  const [group] = app?.targetGroups ?? [];
  if (app === undefined || group === undefined) return {};
  const { deregistrationDelaySeconds, healthCheckPort } = app;
  return { targetGroupArn: group.arn, deregistrationDelaySeconds, healthCheckPort };
}

/** What must stay as it is while members hold the guard. */
export function remembered(config: OwnerConfig, vpc: Vpc): Readonly<Record<string, pulumi.Input<string>>> {
  return {
    ...fixedValues(config),
    ...(config.vpc.existing === undefined
      ? { "vpc.availabilityZoneNames": vpc.availabilityZones.apply((zones) => zones.join(" ")) }
      : {}),
  };
}
