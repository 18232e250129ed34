import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { nearestWords, orList } from "../shared/nearest.ts";
import { reservedReason } from "../shared/reserved-names.ts";
import { cut, shown } from "../shared/shown.ts";
import { findInstanceType, instanceTypeNames } from "./instance-types.ts";
import {
  CAPACITY_TYPES,
  knownInstanceTypes,
  maxPodsOf,
  NODE_TAINT_EFFECTS,
  SUBNET_TIERS,
  type NodeGroup,
  type NodeTaint,
} from "./node-groups.ts";
import { BOUNDARY } from "./node-user-data.ts";
import type { PodNetworking } from "./pod-networking.ts";
import type { ResolvedEksClusterArgs } from "./resolve.ts";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const LONGEST_NODE_GROUP_NAME = 63;

/** Taints of one group; same page. */
const MAX_TAINTS = 50;

/** A hyphen and seven hexadecimal digits, by which Pulumi makes a name unique. */
const SUFFIX_LENGTH = 8;

/** An AL2023 image needs 20 GiB; a gp3 volume has at most 16 TiB. */
const DISK_GIB = { min: 20, max: 16_384 };

const GROUP_NAME: Form = [
  /^[A-Za-z0-9][\w-]*$/,
  "letters, digits, hyphens and underscores, the first a letter or digit",
];

const KEY_PAIR: Form = [/^[\x20-\x7e]{1,255}$/, "the name of an EC2 key pair"];

const SCRIPT: Form = [/^#!/, "a script whose first line names its shell, as #!/bin/bash"];

/** EC2 takes 16 KiB of user data; a quarter of that is left to EKS for its own part. */
const MAX_INIT_SCRIPT_BYTES = 12 * 1024;

/**
 * Notes what is wrong with node groups; true if all their instance types are known and their sizes are numbers.
 *
 * @param componentName begins the groups' names.
 */
export function checkNodeGroups(componentName: string, check: ArgsCheck<ResolvedEksClusterArgs>): boolean {
  const { nodeGroups, podNetworking } = check.args;
  if (nodeGroups.length === 0) {
    check.add("nodeGroups", "is empty; give one group or more, as the load balancer controller needs nodes");
  }
  if (nodeGroups.length > 0 && nodeGroups.every(({ count }) => count === 0)) {
    check.add(
      "nodeGroups",
      "start no node, as every count is 0; the load balancer controller needs one or more",
    );
  }
  const results = check.each("nodeGroups").map((group, index) => {
    if (nodeGroups.findIndex(({ name }) => name === group.args.name) < index) {
      group.add("name", `is ${shown(group.args.name)}, the name of an earlier group; use another`);
    }
    return checkNodeGroup(componentName, group, podNetworking);
  });
  return results.every(Boolean);
}

function checkNodeGroup(
  componentName: string,
  check: ArgsCheck<NodeGroup>,
  networking: PodNetworking,
): boolean {
  checkName(componentName, check);
  checkSettings(check);
  checkUpdates(check);
  const sizesFit = checkSizes(check);
  const typesKnown = checkInstanceTypes(check);
  if (typesKnown) checkMaxPods(check, networking);
  return sizesFit && typesKnown;
}

function checkName(componentName: string, check: ArgsCheck<NodeGroup>): void {
  check.text("name", GROUP_NAME);
  const name = `${componentName}-${check.args.name}`;
  if (name.length + SUFFIX_LENGTH <= LONGEST_NODE_GROUP_NAME) return;
  check.add(
    "name",
    `is ${shown(check.args.name)}, which makes the name ${cut(name)} of ${name.length} characters; EKS allows ` +
      `${LONGEST_NODE_GROUP_NAME} and Pulumi adds ${SUFFIX_LENGTH}, so shorten it or the cluster's name`,
  );
}

const SIZES = {
  count: { min: 0, max: 450 },
  minSize: { min: 0, max: 450 },
  maxSize: { min: 1, max: 450 },
} as const;

function checkSizes(check: ArgsCheck<NodeGroup>): boolean {
  const { count, minSize, maxSize } = check.args;
  const inRange = (["count", "minSize", "maxSize"] as const)
    .map((size) => check.integer(size, SIZES[size]))
    .every(Boolean);
  if (!inRange) return Number.isInteger(maxSize) && maxSize > 0;
  if (minSize > maxSize) {
    check.add("minSize", `is ${minSize}, more than maxSize ${maxSize}; lower it or raise maxSize`);
  } else if (count < minSize) {
    check.add("count", `is ${count}, less than minSize ${minSize}; raise it or lower minSize`);
  } else if (count > maxSize) {
    check.add("count", `is ${count}, more than maxSize ${maxSize}; lower it or raise maxSize`);
  }
  return true;
}

/** Each needs an image of its own. */
const ACCELERATOR_WORDS = { none: "none", nvidia: "NVIDIA GPUs", neuron: "Neuron devices" } as const;

function checkInstanceTypes(check: ArgsCheck<NodeGroup>): boolean {
  const { instanceTypes } = check.args;
  instanceTypes.forEach((name, index) => {
    if (!findInstanceType(name)) check.at("instanceTypes")!.add(index, unknownType(name));
  });
  check.distinct("instanceTypes");
  const types = knownInstanceTypes(check.args);
  if (instanceTypes.length === 0) {
    check.add("instanceTypes", "is empty; name an instance type such as t3.medium");
  }
  if (new Set(types.map(({ accelerator }) => accelerator)).size > 1) {
    const words = types
      .map(({ name, accelerator }) => `${name} has ${ACCELERATOR_WORDS[accelerator]}`)
      .join(", ");
    check.add("instanceTypes", `mixes accelerators (${words}); use one node group for each`);
  }
  if (new Set(types.map(({ architecture }) => architecture)).size > 1) {
    const words = types.map(({ name, architecture }) => `${name} is ${architecture}`).join(", ");
    check.add("instanceTypes", `mixes architectures (${words}); use one node group for each`);
  }
  return types.length > 0 && types.length === instanceTypes.length;
}

function unknownType(name: string): string {
  const near = nearestWords(name, instanceTypeNames());
  return (
    `is ${shown(name)}, which is not a known Nitro instance type; ` +
    (near.length > 0 ? `did you mean ${orList(near)}?` : "use one such as t3.medium or m7g.large")
  );
}

function checkMaxPods(check: ArgsCheck<NodeGroup>, networking: PodNetworking): void {
  const { maxPods, instanceTypes } = check.args;
  if (maxPods === undefined || !check.integer("maxPods", { min: 4, max: 250 })) return;
  const limit = maxPodsOf(check.args, networking);
  if (maxPods <= limit) return;
  check.add(
    "maxPods",
    `is ${maxPods}, more than the ${limit} that ${orList(instanceTypes)} can run with ${networking.mode}; ` +
      "lower it, or use a larger type or prefix-delegation",
  );
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_NodegroupUpdateConfig.html */
const UNAVAILABLE = { min: 1, max: 100 };

function checkUpdates(check: ArgsCheck<NodeGroup>): void {
  check.integer("maxUnavailable", UNAVAILABLE);
  check.integer("maxUnavailablePercentage", UNAVAILABLE);
  const { maxUnavailable, maxUnavailablePercentage } = check.args;
  if (maxUnavailable === undefined || maxUnavailablePercentage === undefined) return;
  check.add("maxUnavailablePercentage", "is given beside maxUnavailable; leave one of the two out");
}

function checkSettings(check: ArgsCheck<NodeGroup>): void {
  check.oneOf("subnets", SUBNET_TIERS);
  check.oneOf("capacityType", CAPACITY_TYPES);
  check.integer("diskSizeGib", DISK_GIB);
  check.integer("metadataHopLimit", { min: 1, max: 64 });
  check.text("keyName", KEY_PAIR);
  check.text("volumeKeyArn", FORMS.keyArn);
  checkInitScript(check);
  for (const key of Object.keys(check.args.labels)) {
    if (!FORMS.labelKey[0].test(key)) {
      check.add("labels", `is ${shown(key)}; use keys that are Kubernetes label keys`);
    }
    check.add("labels", reservedReason("nodeLabel", key));
    check.at("labels")!.text(key, FORMS.labelValue);
  }
  checkTaints(check);
}

function checkTaints(check: ArgsCheck<NodeGroup>): void {
  const { taints } = check.args;
  if (taints.length > MAX_TAINTS) {
    check.add("taints", `has ${taints.length} taints; use ${MAX_TAINTS} or fewer`);
  }
  const kinds = taints.map(({ key, effect }) => `${key}:${effect}`);
  check.each("taints").forEach((taint, index) => {
    checkTaint(taint);
    const earlier = kinds.indexOf(kinds[index]!);
    if (earlier === index) return;
    taint.addAt(taint.place, `has key and effect of taints[${earlier}]; leave one out`);
  });
}

function checkTaint(check: ArgsCheck<NodeTaint>): void {
  check.text("key", FORMS.labelKey);
  check.text("value", FORMS.labelValue);
  check.oneOf("effect", NODE_TAINT_EFFECTS);
}

function checkInitScript(check: ArgsCheck<NodeGroup>): void {
  check.text("initScript", SCRIPT);
  const script: pulumi.Input<string> | undefined = check.args.initScript;
  if (typeof script !== "string") return;
  const size = Buffer.byteLength(script);
  if (size > MAX_INIT_SCRIPT_BYTES) {
    check.add(
      "initScript",
      `has ${size} bytes; use ${MAX_INIT_SCRIPT_BYTES} or fewer, as EC2 takes 16 KiB of user data and EKS adds its own, ` +
        "or fetch the rest from the script",
    );
  }
  if (script.includes(BOUNDARY)) {
    check.add("initScript", `contains ${BOUNDARY}, which ends it within the user data; use other words`);
  }
}
