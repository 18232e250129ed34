import { FORMS, type ArgsCheck } from "../shared/args-check.ts";
import { parseCidr } from "../shared/cidr.ts";
import { accessEntryKey } from "./access-entries.ts";
import type { AccessEntry, NodeSecurityGroupRule } from "./args.ts";
import { checkNodeGroups } from "./check-node-groups.ts";
import { KUBERNETES_VERSIONS } from "./kubernetes-versions.ts";
import type { PodNetworking } from "./pod-networking.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";
import { subnetCapacityProblems } from "./subnet-capacity.ts";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const POD_NETWORKING_MODES = ["secondary-ip", "prefix-delegation", "custom-networking"];
const PROTOCOLS = ["tcp", "udp", "icmp", "-1"];

/**
 * `<name>-eksRole-role` and Pulumi's eight random characters make a role name, of which IAM allows 64.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LONGEST_COMPONENT_NAME = 64 - "-eksRole-role".length - 8;

/** An interface has five groups by default: the cluster's own and, with rules, the extra one come first. */
const GROUPS_PER_INTERFACE = 5;

/** Checks args that have their defaults. @param name the component's name. */
export function checkEksClusterArgs(name: string, args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  if (name.length > LONGEST_COMPONENT_NAME) {
    check.add(
      "the component's name",
      `has ${name.length} characters, but names of IAM roles are made of it; use ${LONGEST_COMPONENT_NAME} or fewer`,
    );
  }
  check.text("name", args.name, ...FORMS.clusterName);
  check.text("network.vpcId", args.network.vpcId, ...FORMS.vpcId);
  check.oneOf("kubernetesVersion", args.kubernetesVersion, Object.keys(KUBERNETES_VERSIONS));
  check.oneOf("supportType", args.supportType, ["STANDARD", "EXTENDED"]);
  check.oneOf("controlPlaneSubnets", args.controlPlaneSubnets, ["public", "private"]);
  args.enabledLogTypes.forEach((type, index) => check.oneOf(`enabledLogTypes[${index}]`, type, LOG_TYPES));
  checkEndpoint(args, check);
  checkAccessEntries(args.accessEntries, check);
  checkPodNetworking(args.podNetworking, check);
  checkSecurityGroups(args, check);
  if (checkNodeGroups(args.nodeGroups, args.podNetworking, check)) checkCapacity(args, check);
}

function checkEndpoint(args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  if (!args.endpointPublicAccess && !args.endpointPrivateAccess) {
    check.add("endpointPrivateAccess", "is false beside endpointPublicAccess; set one of the two to true");
  }
  if (!args.endpointPublicAccess && args.publicAccessCidrs !== undefined) {
    check.add("publicAccessCidrs", "is given without endpointPublicAccess; leave it out");
  }
  checkCidrs("publicAccessCidrs", args.publicAccessCidrs ?? [], check);
}

function checkAccessEntries(entries: readonly AccessEntry[], check: ArgsCheck): void {
  const keys = entries.map(accessEntryKey);
  entries.forEach((entry, index) => {
    const path = `accessEntries[${index}]`;
    checkAccessEntry(path, entry, check);
    const earlier = keys.indexOf(accessEntryKey(entry));
    if (earlier === index) return;
    check.add(
      `${path}.principalArn`,
      `is ${JSON.stringify(entry.principalArn)}, as in accessEntries[${earlier}]; join the two entries`,
    );
  });
}

function checkAccessEntry(path: string, entry: AccessEntry, check: ArgsCheck): void {
  check.text(
    `${path}.principalArn`,
    entry.principalArn,
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/,
    "the ARN of an IAM role or user",
  );
  entry.policies?.forEach(({ policy }, index) =>
    check.text(
      `${path}.policies[${index}].policy`,
      policy,
      /^AmazonEKS\w+$/,
      "the name of an EKS access policy such as AmazonEKSViewPolicy",
    ),
  );
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

function checkSecurityGroups(args: ResolvedEksClusterArgs, check: ArgsCheck): void {
  args.nodeSecurityGroupRules.forEach((rule, index) =>
    checkRule(`nodeSecurityGroupRules[${index}]`, rule, check),
  );
  args.nodeSecurityGroupIds.forEach((id, index) =>
    check.text(`nodeSecurityGroupIds[${index}]`, id, ...FORMS.securityGroupId),
  );
  const room = GROUPS_PER_INTERFACE - (args.nodeSecurityGroupRules.length > 0 ? 2 : 1);
  if (args.nodeSecurityGroupIds.length > room) {
    check.add(
      "nodeSecurityGroupIds",
      `has ${args.nodeSecurityGroupIds.length} groups, but a network interface has room for ${room} besides the ` +
        "cluster's; join their rules in fewer groups",
    );
  }
}

function checkRule(path: string, rule: NodeSecurityGroupRule, check: ArgsCheck): void {
  check.oneOf(`${path}.protocol`, rule.protocol, PROTOCOLS);
  check.integer(`${path}.fromPort`, rule.fromPort, { min: -1, max: 65535 });
  check.integer(`${path}.toPort`, rule.toPort, { min: -1, max: 65535 });
  if (rule.fromPort > rule.toPort) {
    check.add(`${path}.fromPort`, `is ${rule.fromPort}, more than toPort ${rule.toPort}; swap the two`);
  }
  if (rule.cidrBlocks.length === 0) check.add(`${path}.cidrBlocks`, "is empty; name who may connect");
  checkCidrs(`${path}.cidrBlocks`, rule.cidrBlocks, check);
}

function checkCidrs(path: string, cidrs: readonly string[], check: ArgsCheck): void {
  cidrs.forEach((cidr, index) => {
    if (parseCidr(cidr)) return;
    check.add(`${path}[${index}]`, `is ${JSON.stringify(cidr)}; use an IPv4 block such as 203.0.113.0/24`);
  });
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
