import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkReserved } from "../shared/reserved-names.ts";
import { checkTags } from "../shared/tags.ts";
import { checkAccessEntries } from "./check-access-entries.ts";
import { checkNodeGroups } from "./check-node-groups.ts";
import { checkNodeReleases } from "./check-node-release.ts";
import { checkNodeSecurityGroups } from "./check-node-security-groups.ts";
import { KUBERNETES_VERSIONS } from "./kubernetes-versions.ts";
import type { PodNetworking } from "./pod-networking.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";
import { subnetCapacityProblems } from "./subnet-capacity.ts";
import { supportProblem, today } from "./version-support.ts";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const POD_NETWORKING_MODES = ["secondary-ip", "prefix-delegation", "custom-networking"];

/** https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html; not adjustable. */
const MAX_PUBLIC_ACCESS_CIDRS = 40;

/**
 * `<name>-eksRole-role` and Pulumi's eight random characters make a role name, of which IAM allows 64.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LONGEST_COMPONENT_NAME = 64 - "-eksRole-role".length - 8;

/** Checks args that have their defaults. @param name the component's name. */
export function checkEksClusterArgs(name: string, args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  if (name.length > LONGEST_COMPONENT_NAME) {
    check.add(
      "the component's name",
      `has ${name.length} characters, but names of IAM roles are made of it; use ${LONGEST_COMPONENT_NAME} or fewer`,
    );
  }
  check.text("name", args.name, ...FORMS.clusterName);
  // The name of the nodes' security group begins with the component's.
  if (args.nodeSecurityGroupRules.length > 0)
    checkReserved(check, "the component's name", "securityGroup", name);
  check.text("network.vpcId", args.network.vpcId, ...FORMS.vpcId);
  checkVersion(args, check);
  check.oneOf("controlPlaneSubnets", args.controlPlaneSubnets, ["public", "private"]);
  args.enabledLogTypes.forEach((type, index) => check.oneOf(`enabledLogTypes[${index}]`, type, LOG_TYPES));
  checkEndpoint(args, check);
  checkAccessEntries(args.accessEntries, check);
  checkPodNetworking(args.podNetworking, check);
  checkNodeSecurityGroups(args, check);
  checkNodePolicies(args, check);
  checkTags(check, "tags", args.tags);
  checkNodeReleases(args.nodeGroups, args.kubernetesVersion, check);
  if (checkNodeGroups(name, args.nodeGroups, args.podNetworking, check)) checkCapacity(args, check);
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function checkNodePolicies({ additionalNodePolicyArns }: ResolvedEksClusterArgs, check: ArgsCheck): void {
  const count = additionalNodePolicyArns.length;
  if (count > 7) {
    check.add(
      "additionalNodePolicyArns",
      `has ${count} entries; a role has ten policies, three are the nodes'`,
    );
  }
  additionalNodePolicyArns.forEach((arn, index) => {
    check.text(`additionalNodePolicyArns[${index}]`, arn, /^arn:[a-z-]+:iam::/, "the ARN of an IAM policy");
  });
}

function checkVersion(args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  check.oneOf("supportType", args.supportType, ["STANDARD", "EXTENDED"]);
  check.oneOf("kubernetesVersion", args.kubernetesVersion, Object.keys(KUBERNETES_VERSIONS));
  if (!Object.hasOwn(KUBERNETES_VERSIONS, args.kubernetesVersion)) return;
  const problem = supportProblem({ ...args, today: today() });
  if (problem !== undefined) check.add("kubernetesVersion", problem);
}

function checkEndpoint(args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  if (!args.endpointPublicAccess && !args.endpointPrivateAccess) {
    check.add("endpointPrivateAccess", "is false beside endpointPublicAccess; set one of the two to true");
  }
  if (!args.endpointPublicAccess && args.publicAccessCidrs !== undefined) {
    check.add("publicAccessCidrs", "is given without endpointPublicAccess; leave it out");
  }
  const cidrs = args.publicAccessCidrs ?? [];
  cidrs.forEach((cidr, index) => check.cidr(`publicAccessCidrs[${index}]`, cidr, "203.0.113.0/24"));
  check.distinct("publicAccessCidrs", cidrs);
  if (cidrs.length > MAX_PUBLIC_ACCESS_CIDRS) {
    check.add(
      "publicAccessCidrs",
      `has ${cidrs.length} blocks, and EKS takes ${MAX_PUBLIC_ACCESS_CIDRS}; join neighbours in larger ones`,
    );
  }
  const restricted = !cidrs.includes("0.0.0.0/0");
  const hasPublicNodes = args.nodeGroups.some(({ subnets }) => subnets === "public");
  if (args.endpointPublicAccess && restricted && !args.endpointPrivateAccess && hasPublicNodes) {
    check.add(
      "publicAccessCidrs",
      "cannot name the nodes, whose public addresses are not known beforehand; set endpointPrivateAccess to true",
    );
  }
}

function checkPodNetworking(networking: PodNetworking, check: ArgsCheck): void {
  check.oneOf("podNetworking.mode", networking.mode, POD_NETWORKING_MODES);
  const targets = ["warmEniTarget", "warmPrefixTarget", "warmIpTarget", "minimumIpTarget"] as const;
  const given: Readonly<Partial<Record<(typeof targets)[number], number>>> = networking;
  for (const target of targets) {
    check.integer(`podNetworking.${target}`, given[target], { min: 0, max: 250 });
  }
  if (networking.mode !== "custom-networking") return;
  const zones = Object.entries(networking.podSubnetIds);
  if (zones.length === 0) {
    check.add("podNetworking.podSubnetIds", "is empty; give the pods' subnet in every zone that has nodes");
  }
  for (const [zone, id] of zones) check.text(`podNetworking.podSubnetIds.${zone}`, id, ...FORMS.subnetId);
  networking.podSecurityGroupIds?.forEach((id, index) =>
    check.text(`podNetworking.podSecurityGroupIds[${index}]`, id, ...FORMS.securityGroupId),
  );
}

/** Only for blocks that are known now; others are checked when they are. */
function checkCapacity(args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  const plain = (blocks: unknown) => (Array.isArray(blocks) ? (blocks as string[]) : undefined);
  const problems = subnetCapacityProblems(args.nodeGroups, args.podNetworking, {
    public: plain(args.network.publicSubnetCidrBlocks),
    private: plain(args.network.privateSubnetCidrBlocks),
  });
  for (const { path, reason } of problems) check.add(path, reason);
}
