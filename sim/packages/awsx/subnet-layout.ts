/**
 * Which subnets each zone gets, with their blocks: strategy `Auto` of the component.
 *
 * Rules and words: awsx/ec2/subnetDistributorNew.ts and vpc.ts of pulumi-awsx 3.9.0.
 */
import { blockOf, formatAddress, overlaps } from "../../aws/ec2/cidr.ts";
import type { SubnetSpec, VpcInputs } from "./vpc-inputs.ts";

/** One subnet before it is registered. */
export interface PlannedSubnet {
  /** Of the subnet, its route table, its association and its route. */
  readonly name: string;
  readonly zoneIndex: number;
  readonly spec: SubnetSpec;
  readonly cidrBlock: string;
}

/** What an automatic layout has in each zone when the program names nothing. */
const DEFAULT_TYPES = ["Private", "Public"] as const;
/** Smallest share of a zone that the default subnets fit into. */
const LONGEST_ZONE_PREFIX = 26;
const MAX_DEFAULT_PREFIX = 16;

/** A spec with how many addresses its subnets have. */
type ResolvedSpec = SubnetSpec & { readonly size?: number };

/** The specs of a zone with what the component fills in, as it shows them in its output `subnetLayout`. */
export function resolvedSpecs(inputs: VpcInputs, zoneCount: number): ResolvedSpec[] {
  const { subnetSpecs } = inputs;
  if (subnetSpecs === undefined) return defaultSpecs(zonePrefix(inputs, zoneCount));
  const issues = [...duplicateTypes(subnetSpecs), ...layoutIssues(subnetSpecs, zoneCount)];
  if (issues.length > 0) throw new Error(`Invalid subnet specifications:\n - ${issues.join("\n - ")}`);
  return subnetSpecs.map((spec) =>
    spec.cidrBlocks !== undefined || spec.cidrMask === undefined
      ? spec
      : { ...spec, size: 2 ** (32 - spec.cidrMask) },
  );
}

/** All subnets, zone by zone in the order of the specs. @throws Error in the component's words. */
export function planSubnets(name: string, inputs: VpcInputs, zoneCount: number): PlannedSubnet[] {
  const specs = resolvedSpecs(inputs, zoneCount);
  const blocks = allocate(inputs, specs, zoneCount);
  const planned = Array.from({ length: zoneCount }, (_, zoneIndex) =>
    specs.map((spec, index) => ({
      name: `${name}-${spec.name ?? spec.type.toLowerCase()}-${zoneIndex + 1}`,
      zoneIndex,
      spec,
      cidrBlock: blocks[zoneIndex]![index]!,
    })),
  ).flat();
  checkOverlaps(planned);
  return planned;
}

/** Blocks by zone and spec. */
function allocate(inputs: VpcInputs, specs: readonly SubnetSpec[], zoneCount: number): string[][] {
  const zones = Array.from({ length: zoneCount }, (_, index) => index);
  const hasBlocks = specs.some(({ cidrBlocks }) => cidrBlocks !== undefined);
  if (hasBlocks) return zones.map((zone) => specs.map(({ cidrBlocks }) => cidrBlocks![zone]!));
  if (specs.length === 0) throw new Error("No subnets specified");

  const ofZone = zonePrefix(inputs, zoneCount);
  const ofSubnet = ofZone + bitsFor(specs.length);
  const prefixes = specs.map(({ cidrMask }) => cidrMask ?? ofSubnet);
  const zoneSize = 2 ** (32 - ofZone);
  const needed = prefixes.reduce((sum, prefix) => sum + 2 ** (32 - prefix), 0);
  if (needed > zoneSize) {
    throw new Error(
      `Subnets are too large for VPC. VPC has ${zoneSize} addresses, but subnets require ${needed} addresses.`,
    );
  }
  const { first } = blockOf(inputs.cidrBlock);
  return zones.map((zone) => {
    let next = first + zone * zoneSize;
    return prefixes.map((prefix) => {
      const size = 2 ** (32 - prefix);
      // A block starts at a multiple of its size.
      const start = Math.ceil(next / size) * size;
      next = start + size;
      return `${formatAddress(start)}/${prefix}`;
    });
  });
}

function zonePrefix({ availabilityZoneCidrMask, cidrBlock }: VpcInputs, zoneCount: number): number {
  return availabilityZoneCidrMask ?? blockOf(cidrBlock).prefixLength + bitsFor(zoneCount);
}

function defaultSpecs(ofZone: number): SubnetSpec[] {
  if (ofZone > LONGEST_ZONE_PREFIX) {
    throw new Error(
      `Automatic subnet creation requires a VPC with at least /${LONGEST_ZONE_PREFIX} available per AZ, but only /${ofZone} is available.` +
        `If you do need very small subnets, please specify them explicitly.`,
    );
  }
  const base = Math.max(ofZone, MAX_DEFAULT_PREFIX);
  return DEFAULT_TYPES.map((type, index) => ({ type, cidrMask: base + index + 1 }));
}

function duplicateTypes(specs: readonly SubnetSpec[]): string[] {
  return [...Map.groupBy(specs, ({ type }) => type.toLowerCase())]
    .filter(([, ofType]) => new Set(ofType.map(({ name }) => name)).size < ofType.length)
    .map(
      ([type]) =>
        `Multiple subnet specs of type "${type}" require unique names. ` +
        `You can have at most one unnamed subnet per type. All other subnets of the same type must have unique "name" properties to avoid duplicate resource names.`,
    );
}

function layoutIssues(specs: readonly SubnetSpec[], zoneCount: number): string[] {
  if (!specs.some(({ cidrBlocks }) => cidrBlocks !== undefined)) return [];
  return specs.flatMap((spec, index) => explicitIssues(spec, index, zoneCount));
}

/** The first thing that is wrong with a spec that names its blocks. */
function explicitIssues({ cidrBlocks, cidrMask }: SubnetSpec, index: number, zoneCount: number): string[] {
  const path = `subnetSpecs[${index}]`;
  if (cidrBlocks === undefined) {
    return ["If any subnet spec has explicit cidrBlocks, all subnets must have explicit cidrBlocks."];
  }
  if (cidrBlocks.length !== zoneCount) {
    return [
      `The number of CIDR blocks in ${path} must match the number of availability zones (${zoneCount}).`,
    ];
  }
  const blocks = cidrBlocks.map(blockOf);
  if (cidrMask !== undefined && blocks.some(({ prefixLength }) => prefixLength !== cidrMask)) {
    return [`The cidrMask in ${path} must match all cidrBlocks or be left undefined.`];
  }
  return [];
}

function checkOverlaps(planned: readonly PlannedSubnet[]): void {
  const blocks = planned.map(({ cidrBlock }) => blockOf(cidrBlock));
  const overlapping = planned.filter((_, index) =>
    blocks.some((other, at) => at !== index && overlaps(other, blocks[index]!)),
  );
  if (overlapping.length === 0) return;
  const lines = overlapping.map(({ name, cidrBlock }, index) => `${index + 1}. ${name}: ${cidrBlock}\n`);
  throw new Error(
    `The following subnets overlap with at least one other subnet. Make the CIDR for the VPC larger, reduce the size of the subnets per AZ, or use less Availability Zones:\n\n${lines.join("")}`,
  );
}

function bitsFor(count: number): number {
  return Math.ceil(Math.log2(Math.max(1, count)));
}
