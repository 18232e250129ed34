import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../shared/args-check.ts";
import { checkReserved } from "../shared/reserved-names.ts";
import { nearestWords, orList } from "../shared/nearest.ts";
import { findInstanceType, instanceTypeNames } from "./instance-types.ts";
import { knownInstanceTypes, maxPodsOf, type NodeGroup } from "./node-groups.ts";
import { BOUNDARY } from "./node-user-data.ts";
import type { PodNetworking } from "./pod-networking.ts";
import { cut, shown } from "../shared/shown.ts";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const LONGEST_NODE_GROUP_NAME = 63;

/** Taints of one group; same page. */
const MAX_TAINTS = 50;

/** A hyphen and seven hexadecimal digits, by which Pulumi makes a name unique. */
const SUFFIX_LENGTH = 8;

/** An AL2023 image needs 20 GiB; a gp3 volume has at most 16 TiB. */
const DISK_GIB = { min: 20, max: 16_384 };

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

/** EC2 takes 16 KiB of user data; a quarter of that is left to EKS for its own part. */
const MAX_INIT_SCRIPT_BYTES = 12 * 1024;

/**
 * Notes what is wrong with node groups; true if all their instance types are known and their sizes are numbers.
 *
 * @param componentName begins the groups' names.
 */
export function checkNodeGroups(
  componentName: string,
  groups: readonly NodeGroup[],
  networking: PodNetworking,
  check: ArgsCheck,
): boolean {
  if (groups.length === 0) {
    check.add("nodeGroups", "is empty; give one group or more, as the load balancer controller needs nodes");
  }
  if (groups.length > 0 && groups.every(({ count }) => count === 0)) {
    check.add(
      "nodeGroups",
      "start no node, as every count is 0; the load balancer controller needs one or more",
    );
  }
  const results = groups.map((group, index) => {
    const path = `nodeGroups[${index}]`;
    if (groups.findIndex(({ name }) => name === group.name) < index) {
      check.add(`${path}.name`, `is ${shown(group.name)}, the name of an earlier group; use another`);
    }
    checkName(path, componentName, group, check);
    checkSettings(path, group, check);
    const sizesFit = checkSizes(path, group, check);
    const typesKnown = checkInstanceTypes(path, group, check);
    if (typesKnown) checkMaxPods(path, group, networking, check);
    return sizesFit && typesKnown;
  });
  return results.every(Boolean);
}

function checkName(path: string, componentName: string, group: NodeGroup, check: ArgsCheck): void {
  check.text(
    `${path}.name`,
    group.name,
    /^[A-Za-z0-9][\w-]*$/,
    "letters, digits, hyphens and underscores, the first a letter or digit",
  );
  const name = `${componentName}-${group.name}`;
  if (name.length + SUFFIX_LENGTH <= LONGEST_NODE_GROUP_NAME) return;
  check.add(
    `${path}.name`,
    `is ${shown(group.name)}, which makes the name ${cut(name)} of ${name.length} characters; EKS allows ` +
      `${LONGEST_NODE_GROUP_NAME} and Pulumi adds ${SUFFIX_LENGTH}, so shorten it or the cluster's name`,
  );
}

function checkSizes(path: string, { count, minSize, maxSize }: NodeGroup, check: ArgsCheck): boolean {
  const sizes = { count, minSize, maxSize };
  const limits = {
    count: { min: 0, max: 450 },
    minSize: { min: 0, max: 450 },
    maxSize: { min: 1, max: 450 },
  };
  const inRange = (["count", "minSize", "maxSize"] as const)
    .map((size) => check.integer(`${path}.${size}`, sizes[size], limits[size]))
    .every(Boolean);
  if (!inRange) return Number.isInteger(maxSize) && maxSize > 0;
  if (minSize > maxSize) {
    check.add(`${path}.minSize`, `is ${minSize}, more than maxSize ${maxSize}; lower it or raise maxSize`);
  } else if (count < minSize) {
    check.add(`${path}.count`, `is ${count}, less than minSize ${minSize}; raise it or lower minSize`);
  } else if (count > maxSize) {
    check.add(`${path}.count`, `is ${count}, more than maxSize ${maxSize}; lower it or raise maxSize`);
  }
  return true;
}

/** Each needs an image of its own. */
const ACCELERATOR_WORDS = { none: "none", nvidia: "NVIDIA GPUs", neuron: "Neuron devices" } as const;

function checkInstanceTypes(path: string, group: NodeGroup, check: ArgsCheck): boolean {
  group.instanceTypes.forEach((name, index) => {
    if (findInstanceType(name)) return;
    const near = nearestWords(name, instanceTypeNames());
    check.add(
      `${path}.instanceTypes[${index}]`,
      `is ${shown(name)}, which is not a known Nitro instance type; ` +
        (near.length > 0 ? `did you mean ${orList(near)}?` : "use one such as t3.medium or m7g.large"),
    );
  });
  check.distinct(`${path}.instanceTypes`, group.instanceTypes);
  const types = knownInstanceTypes(group);
  if (group.instanceTypes.length === 0) {
    check.add(`${path}.instanceTypes`, "is empty; name an instance type such as t3.medium");
  }
  if (new Set(types.map(({ accelerator }) => accelerator)).size > 1) {
    const words = types
      .map(({ name, accelerator }) => `${name} has ${ACCELERATOR_WORDS[accelerator]}`)
      .join(", ");
    check.add(`${path}.instanceTypes`, `mixes accelerators (${words}); use one node group for each`);
  }
  if (new Set(types.map(({ architecture }) => architecture)).size > 1) {
    const words = types.map(({ name, architecture }) => `${name} is ${architecture}`).join(", ");
    check.add(`${path}.instanceTypes`, `mixes architectures (${words}); use one node group for each`);
  }
  return types.length > 0 && types.length === group.instanceTypes.length;
}

function checkMaxPods(path: string, group: NodeGroup, networking: PodNetworking, check: ArgsCheck): void {
  if (group.maxPods === undefined) return;
  if (!check.integer(`${path}.maxPods`, group.maxPods, { min: 4, max: 250 })) return;
  const limit = maxPodsOf(group, networking);
  if (group.maxPods <= limit) return;
  check.add(
    `${path}.maxPods`,
    `is ${group.maxPods}, more than the ${limit} that ${orList(group.instanceTypes)} can run with ${networking.mode}; ` +
      "lower it, or use a larger type or prefix-delegation",
  );
}

function checkSettings(path: string, group: NodeGroup, check: ArgsCheck): void {
  check.oneOf(`${path}.subnets`, group.subnets, ["public", "private"]);
  check.oneOf(`${path}.capacityType`, group.capacityType, ["ON_DEMAND", "SPOT"]);
  check.integer(`${path}.diskSizeGib`, group.diskSizeGib, DISK_GIB);
  check.integer(`${path}.metadataHopLimit`, group.metadataHopLimit, { min: 1, max: 64 });
  check.text(`${path}.keyName`, group.keyName, /^[\x20-\x7e]{1,255}$/, "the name of an EC2 key pair");
  checkInitScript(`${path}.initScript`, group.initScript, check);
  for (const [key, value] of Object.entries(group.labels)) {
    checkLabelKey(`${path}.labels`, key, check);
    check.text(
      `${path}.labels.${key}`,
      value,
      LABEL_VALUE,
      "up to 63 letters, digits, hyphens, underscores and dots",
    );
  }
  if (group.taints.length > MAX_TAINTS) {
    check.add(`${path}.taints`, `has ${group.taints.length} taints; use ${MAX_TAINTS} or fewer`);
  }
  const taints = group.taints.map(({ key, effect }) => `${key}:${effect}`);
  group.taints.forEach((taint, index) => {
    check.text(`${path}.taints[${index}].key`, taint.key, LABEL_KEY, "a Kubernetes label key");
    check.text(
      `${path}.taints[${index}].value`,
      taint.value,
      LABEL_VALUE,
      "up to 63 letters, digits, hyphens, underscores and dots",
    );
    check.oneOf(`${path}.taints[${index}].effect`, taint.effect, [
      "NO_SCHEDULE",
      "PREFER_NO_SCHEDULE",
      "NO_EXECUTE",
    ]);
    const earlier = taints.indexOf(taints[index]!);
    if (earlier === index) return;
    check.add(`${path}.taints[${index}]`, `has key and effect of taints[${earlier}]; leave one out`);
  });
}

function checkInitScript(path: string, script: pulumi.Input<string> | undefined, check: ArgsCheck): void {
  check.text(path, script, /^#!/, "a script whose first line names its shell, as #!/bin/bash");
  if (typeof script !== "string") return;
  const size = Buffer.byteLength(script);
  if (size > MAX_INIT_SCRIPT_BYTES) {
    check.add(
      path,
      `has ${size} bytes; use ${MAX_INIT_SCRIPT_BYTES} or fewer, as EC2 takes 16 KiB of user data and EKS adds its own, ` +
        "or fetch the rest from the script",
    );
  }
  if (script.includes(BOUNDARY)) {
    check.add(path, `contains ${BOUNDARY}, which ends it within the user data; use other words`);
  }
}

function checkLabelKey(path: string, key: string, check: ArgsCheck): void {
  check.text(path, key, LABEL_KEY, "keys that are Kubernetes label keys");
  checkReserved(check, path, "nodeLabel", key);
}
