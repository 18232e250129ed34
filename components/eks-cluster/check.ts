import * as pulumi from "@pulumi/pulumi";
import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { COMPONENT_NAME, type ProblemOf } from "../shared/problem.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import { checkTags } from "../shared/tags.ts";
import { CONTROL_PLANE_LOGS, SUPPORT_TYPES, type ClusterNetwork, type EksClusterArgs } from "./args.ts";
import { SUBNET_TIERS } from "./node-groups.ts";
import { checkAccessEntries } from "./check-access-entries.ts";
import { checkNodeGroups } from "./check-node-groups.ts";
import { checkNodeReleases } from "./check-node-release.ts";
import { checkNodeSecurityGroups } from "./check-node-security-groups.ts";
import { KUBERNETES_VERSIONS } from "./kubernetes-versions.ts";
import { POD_NETWORKING_MODES, type CustomNetworking, type PodNetworking } from "./pod-networking.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";
import { subnetCapacityProblems } from "./subnet-capacity.ts";
import { supportProblem, today } from "./version-support.ts";

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html; not adjustable. */
const MAX_PUBLIC_ACCESS_CIDRS = 40;

/**
 * `<name>-eksRole-role` and Pulumi's eight random characters make a role name, of which IAM allows 64.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LONGEST_COMPONENT_NAME = 64 - "-eksRole-role".length - 8;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; three are the nodes'. */
const MAX_ADDITIONAL_POLICIES = 7;

/** What is wrong with args that have their defaults. @param name the component's name. */
export function eksClusterProblems(
  name: string,
  args: ResolvedEksClusterArgs,
): readonly ProblemOf<EksClusterArgs>[] {
  const check = new ArgsCheck(args);
  checkComponentName(name, check);
  check.at("network")!.text("vpcId", FORMS.vpcId);
  checkVersion(check);
  check.oneOf("controlPlaneSubnets", SUBNET_TIERS);
  check.allOf("enabledLogTypes", CONTROL_PLANE_LOGS);
  check.text("encryptionKeyArn", FORMS.keyArn);
  checkEndpoint(check);
  checkAccessEntries(check.at("accessEntries")!);
  checkPodNetworking(check.at("podNetworking")!, args.network);
  checkWayOut(check);
  checkNodeSecurityGroups(check);
  checkNodePolicies(check);
  checkTags(check.at("tags"));
  checkNodeReleases(check);
  if (checkNodeGroups(name, check)) checkCapacity(check);
  return problemsIn(check);
}

function checkComponentName(name: string, check: ArgsCheck<ResolvedEksClusterArgs>): void {
  if (name.length > LONGEST_COMPONENT_NAME) {
    check.addAt(
      COMPONENT_NAME,
      `has ${name.length} characters, but names of IAM roles are made of it; use ${LONGEST_COMPONENT_NAME} or fewer`,
    );
  }
  check.text("name", FORMS.clusterName);
  // The name of the nodes' security group begins with the component's.
  if (check.args.nodeSecurityGroupRules.length > 0) {
    check.addAt(COMPONENT_NAME, reservedReason("securityGroup", name));
  }
}

function checkNodePolicies(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  const count = check.args.additionalNodePolicyArns.length;
  if (count > MAX_ADDITIONAL_POLICIES) {
    check.add(
      "additionalNodePolicyArns",
      `has ${count} entries; a role has ten policies, three are the nodes'`,
    );
  }
  check.texts("additionalNodePolicyArns", FORMS.policyArn);
}

function checkVersion(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  check.oneOf("supportType", SUPPORT_TYPES);
  check.oneOf("kubernetesVersion", Object.keys(KUBERNETES_VERSIONS));
  if (!Object.hasOwn(KUBERNETES_VERSIONS, check.args.kubernetesVersion)) return;
  check.add("kubernetesVersion", supportProblem({ ...check.args, today: today() }));
}

function checkEndpoint(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  const { endpointPublicAccess, endpointPrivateAccess, publicAccessCidrs, nodeGroups } = check.args;
  if (!endpointPublicAccess && !endpointPrivateAccess) {
    check.add("endpointPrivateAccess", "is false beside endpointPublicAccess; set one of the two to true");
  }
  if (!endpointPublicAccess && publicAccessCidrs !== undefined) {
    check.add("publicAccessCidrs", "is given without endpointPublicAccess; leave it out");
  }
  check.cidrs("publicAccessCidrs", "203.0.113.0/24");
  const cidrs = publicAccessCidrs ?? [];
  if (cidrs.length > MAX_PUBLIC_ACCESS_CIDRS) {
    check.add(
      "publicAccessCidrs",
      `has ${cidrs.length} blocks, and EKS takes ${MAX_PUBLIC_ACCESS_CIDRS}; join neighbours in larger ones`,
    );
  }
  const isRestricted = !cidrs.includes("0.0.0.0/0");
  const hasPublicNodes = nodeGroups.some(({ subnets }) => subnets === "public");
  if (endpointPublicAccess && isRestricted && !endpointPrivateAccess && hasPublicNodes) {
    check.add(
      "publicAccessCidrs",
      "cannot name the nodes, whose public addresses are not known beforehand; set endpointPrivateAccess to true",
    );
  }
}

function checkPodNetworking(check: ArgsCheck<PodNetworking>, network: ClusterNetwork): void {
  check.oneOf("mode", POD_NETWORKING_MODES);
  for (const target of ["warmEniTarget", "warmPrefixTarget", "warmIpTarget", "minimumIpTarget"] as const) {
    check.integer(target, { min: 0, max: 250 });
  }
  if (check.args.mode !== "custom-networking") return;
  checkPodSubnets(check.withArgs(check.args), network);
  check.texts("podSubnetIds", FORMS.subnetId);
  check.texts("podSecurityGroupIds", FORMS.securityGroupId);
}

function checkPodSubnets(check: ArgsCheck<CustomNetworking>, { podSubnetIds = {} }: ClusterNetwork): void {
  const isNone = (ids: object) => !pulumi.Output.isInstance(ids) && Object.keys(ids).length === 0;
  const given = check.args.podSubnetIds;
  if (given !== undefined ? !isNone(given) : !isNone(podSubnetIds)) return;
  const is = given === undefined ? "is missing, and the network has no subnets for pods" : "is empty";
  const remedy = "give the pods' subnet in every zone that has nodes, or secondaryCidrBlocks of the VPC";
  check.add("podSubnetIds", `${is}; ${remedy}`);
}

/** A pod's own address has no public one: https://docs.aws.amazon.com/eks/latest/userguide/external-snat.html */
function checkWayOut(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  const { podNetworking, nodeGroups } = check.args;
  if (podNetworking.externalSnat !== true) return;
  const names = nodeGroups.filter(({ subnets }) => subnets === "public").map(({ name }) => name);
  if (names.length === 0) return;
  check
    .at("podNetworking")!
    .add(
      "externalSnat",
      `is true, but nodes of ${names.join(", ")} are in public subnets, where pods' own addresses reach nothing outside of the VPC; ` +
        "set subnets of these groups to private, behind NAT gateways, or leave it out",
    );
}

/** Only for blocks that are known now; others are checked when they are. */
function checkCapacity(check: ArgsCheck<ResolvedEksClusterArgs>): void {
  const { nodeGroups, podNetworking, network } = check.args;
  const plain = (blocks: unknown) => (Array.isArray(blocks) ? (blocks as string[]) : undefined);
  const problems = subnetCapacityProblems(nodeGroups, podNetworking, {
    public: plain(network.publicSubnetCidrBlocks),
    private: plain(network.privateSubnetCidrBlocks),
    pods: plain(network.podSubnetCidrBlocks),
  });
  for (const problem of problems) check.addAt(problem, problem.reason);
}
