import type { ArgsCheck } from "../shared/args-check.ts";
import { nearestWords, orList } from "../shared/nearest.ts";
import { findInstanceType, instanceTypeNames } from "./instance-types.ts";
import { knownInstanceTypes, maxPodsOf, type NodeGroup } from "./node-groups.ts";
import type { PodNetworking } from "./pod-networking.ts";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html */
const LONGEST_NODE_GROUP_NAME = 63;

/** An AL2023 image needs 20 GiB; a gp3 volume has at most 16 TiB. */
const DISK_GIB = { min: 20, max: 16_384 };

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;

/** Notes what is wrong with node groups; true if all their instance types are known and their sizes are numbers. */
export function checkNodeGroups(
  groups: readonly NodeGroup[],
  networking: PodNetworking,
  check: ArgsCheck,
): boolean {
  if (groups.length === 0) {
    check.add("nodeGroups", "is empty; give one group or more, as the load balancer controller needs nodes");
  }
  const results = groups.map((group, index) => {
    const path = `nodeGroups[${index}]`;
    if (groups.findIndex(({ name }) => name === group.name) < index) {
      check.add(
        `${path}.name`,
        `is ${JSON.stringify(group.name)}, the name of an earlier group; use another`,
      );
    }
    checkName(path, group, check);
    checkSettings(path, group, check);
    const sizesFit = checkSizes(path, group, check);
    const typesKnown = checkInstanceTypes(path, group, check);
    if (typesKnown) checkMaxPods(path, group, networking, check);
    return sizesFit && typesKnown;
  });
  return results.every(Boolean);
}

function checkName(path: string, group: NodeGroup, check: ArgsCheck): void {
  check.text(
    `${path}.name`,
    group.name,
    /^[A-Za-z0-9][\w-]*$/,
    "letters, digits, hyphens and underscores, the first a letter or digit",
  );
  const length = group.physicalName.length;
  if (length <= LONGEST_NODE_GROUP_NAME) return;
  check.add(
    `${path}.name`,
    `is ${JSON.stringify(group.name)}, which makes the name ${group.physicalName} of ${length} characters; EKS allows ` +
      `${LONGEST_NODE_GROUP_NAME}, so shorten it or the cluster's name`,
  );
}

function checkSizes(path: string, { count, minSize, maxSize }: NodeGroup, check: ArgsCheck): boolean {
  const sizes = { count, minSize, maxSize };
  const limits = {
    count: { min: 0, max: 450 },
    minSize: { min: 0, max: 450 },
    maxSize: { min: 1, max: 450 },
  };
  for (const size of ["count", "minSize", "maxSize"] as const) {
    check.integer(`${path}.${size}`, sizes[size], limits[size]);
  }
  if (minSize > maxSize) {
    check.add(`${path}.minSize`, `is ${minSize}, more than maxSize ${maxSize}; lower it or raise maxSize`);
  } else if (count < minSize) {
    check.add(`${path}.count`, `is ${count}, less than minSize ${minSize}; raise it or lower minSize`);
  } else if (count > maxSize) {
    check.add(`${path}.count`, `is ${count}, more than maxSize ${maxSize}; lower it or raise maxSize`);
  }
  return Number.isInteger(maxSize) && maxSize > 0;
}

function checkInstanceTypes(path: string, group: NodeGroup, check: ArgsCheck): boolean {
  group.instanceTypes.forEach((name, index) => {
    if (findInstanceType(name)) return;
    const near = nearestWords(name, instanceTypeNames());
    check.add(
      `${path}.instanceTypes[${index}]`,
      `is ${JSON.stringify(name)}, none of the known Nitro instance types; ` +
        (near.length > 0 ? `did you mean ${orList(near)}?` : "use one such as t3.medium or m7g.large"),
    );
  });
  const types = knownInstanceTypes(group);
  if (group.instanceTypes.length === 0) {
    check.add(`${path}.instanceTypes`, "is empty; name an instance type such as t3.medium");
  }
  if (new Set(types.map(({ architecture }) => architecture)).size > 1) {
    const words = types.map(({ name, architecture }) => `${name} is ${architecture}`).join(", ");
    check.add(`${path}.instanceTypes`, `mixes architectures (${words}); use one node group for each`);
  }
  return types.length > 0 && types.length === group.instanceTypes.length;
}

function checkMaxPods(path: string, group: NodeGroup, networking: PodNetworking, check: ArgsCheck): void {
  if (group.maxPods === undefined) return;
  check.integer(`${path}.maxPods`, group.maxPods, { min: 4, max: 250 });
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
  check.text(
    `${path}.initScript`,
    group.initScript,
    /^#!/,
    "a script whose first line names its shell, as #!/bin/bash",
  );
  for (const [key, value] of Object.entries(group.labels)) {
    check.text(`${path}.labels`, key, LABEL_KEY, "keys that are Kubernetes label keys");
    check.text(
      `${path}.labels.${key}`,
      value,
      LABEL_VALUE,
      "up to 63 letters, digits, hyphens, underscores and dots",
    );
  }
  group.taints.forEach((taint, index) => {
    check.text(`${path}.taints[${index}].key`, taint.key, LABEL_KEY, "a Kubernetes label key");
    check.oneOf(`${path}.taints[${index}].effect`, taint.effect, [
      "NO_SCHEDULE",
      "PREFER_NO_SCHEDULE",
      "NO_EXECUTE",
    ]);
  });
}
