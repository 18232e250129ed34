import type { Address4 } from "ip-address";
import type { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { cidrsOverlap, parseCidr } from "../shared/cidr.ts";
import { checkTags } from "../shared/tags.ts";
import type { ExistingVpc, NewVpcArgs, VpcArgs } from "./args.ts";
import { DEFAULT_SUBNET_BITS, planSubnets, type SubnetPlan } from "./subnet-plan.ts";
import { shown } from "../shared/shown.ts";

const NAT_STRATEGY_WORDS = ["none", "single", "one-per-zone"];

/** A load balancer needs two zones; no region has more than six. */
const ZONES = { min: 2, max: 6 };

/** https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html */
const VPC_PREFIX = { min: 16, max: 28 };

/** Blocks that no VPC may use; same page as the sizes. */
const FORBIDDEN = ["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4"] as const;

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
const SMALLEST_SUBNET_PREFIX = 27;

/** Checks the args of a Vpc. */
export function checkVpcArgs(args: VpcArgs, check: ArgsCheck): void {
  if (!args.existing) {
    checkNew(args, check);
    return;
  }
  checkExisting(args.existing, check);
  // The types forbid it, but configuration and JavaScript reach the component past the compiler.
  for (const [other, value] of Object.entries(args)) {
    if (other === "existing" || value === undefined) continue;
    check.add(other, "is given beside existing, a VPC that stays as it is; leave one of the two out");
  }
}

function checkExisting(existing: ExistingVpc, check: ArgsCheck): void {
  check.text("existing.vpcId", existing.vpcId, ...FORMS.vpcId);
  for (const list of ["publicSubnetIds", "privateSubnetIds"] as const) {
    existing[list]?.forEach((id, index) => check.text(`existing.${list}[${index}]`, id, ...FORMS.subnetId));
    check.distinct(`existing.${list}`, existing[list]);
  }
  const list = loadBalancerSubnets(existing);
  const count = existing[list]?.length ?? 0;
  if (count < ZONES.min) {
    check.add(
      `existing.${list}`,
      `has ${count} of the two or more that a load balancer needs; add subnets of other zones`,
    );
  }
}

/** Where the load balancer can be: a VPC without public subnets has an internal one. */
function loadBalancerSubnets({
  publicSubnetIds = [],
  privateSubnetIds = [],
}: ExistingVpc): "publicSubnetIds" | "privateSubnetIds" {
  return publicSubnetIds.length === 0 && privateSubnetIds.length > 0 ? "privateSubnetIds" : "publicSubnetIds";
}

function checkNew(args: NewVpcArgs, check: ArgsCheck): void {
  const names = args.availabilityZoneNames;
  if (names && args.availabilityZoneCount !== undefined) {
    check.add("availabilityZoneCount", "is given beside availabilityZoneNames; give one of the two");
  }
  if (names && (names.length < ZONES.min || new Set(names).size < names.length)) {
    check.add(
      "availabilityZoneNames",
      `is ${shown(names)}; name two zones or more, each once, as a load balancer needs two`,
    );
  }
  check.integer("availabilityZoneCount", args.availabilityZoneCount, ZONES);
  check.oneOf("natGateways", args.natGateways, NAT_STRATEGY_WORDS);
  checkTags(check, "tags", args.tags ?? {});
  checkBlocks(args, check);
}

function checkBlocks(args: NewVpcArgs, check: ArgsCheck): void {
  const plan = planSubnets(args);
  for (const list of ["publicSubnetCidrBlocks", "privateSubnetCidrBlocks"] as const) {
    const given = args[list];
    const mayBeEmpty = list === "privateSubnetCidrBlocks";
    if (given === undefined || given.length === plan.zoneCount || (mayBeEmpty && given.length === 0))
      continue;
    check.add(list, `has ${given.length} blocks for ${plan.zoneCount} zones; give one block per zone`);
  }
  const vpc = checkVpcBlock(plan.cidrBlock, check);
  if (vpc) checkSubnetBlocks(vpc, plan, args, check);
}

function checkVpcBlock(cidrBlock: string, check: ArgsCheck): Address4 | undefined {
  const vpc = check.cidr("cidrBlock", cidrBlock, "192.168.0.0/16");
  if (!vpc) return undefined;
  if (vpc.subnetMask < VPC_PREFIX.min || vpc.subnetMask > VPC_PREFIX.max) {
    check.add("cidrBlock", `is ${cidrBlock}; a VPC is /${VPC_PREFIX.min} to /${VPC_PREFIX.max}`);
    return undefined;
  }
  const forbidden = FORBIDDEN.find((block) => cidrsOverlap(vpc, parseCidr(block)!));
  if (forbidden) {
    check.add(
      "cidrBlock",
      `is ${cidrBlock}, in ${forbidden}, which AWS keeps; use a private block such as 10.0.0.0/16`,
    );
    return undefined;
  }
  return vpc;
}

interface SubnetBlock {
  readonly path: string;
  readonly cidr: string;
  readonly block: Address4;
}

function checkSubnetBlocks(vpc: Address4, plan: SubnetPlan, args: NewVpcArgs, check: ArgsCheck): void {
  const accepted: SubnetBlock[] = [];
  const defaultPrefix = vpc.subnetMask + DEFAULT_SUBNET_BITS;
  for (const list of ["publicSubnetCidrBlocks", "privateSubnetCidrBlocks"] as const) {
    if (args[list] === undefined && defaultPrefix > SMALLEST_SUBNET_PREFIX) {
      check.add(
        list,
        `would be /${defaultPrefix}, a 64th of ${plan.cidrBlock} each, but a load balancer wants ` +
          `/${SMALLEST_SUBNET_PREFIX} or larger; give larger blocks, or a larger cidrBlock`,
      );
      continue;
    }
    plan[list].forEach((cidr, index) => {
      const path = `${list}[${index}]`;
      const block = check.cidr(path, cidr, "192.168.0.0/22");
      if (!block) return;
      checkSubnetBlock(vpc, plan.cidrBlock, { path, cidr, block }, accepted, check);
      accepted.push({ path, cidr, block });
    });
  }
}

function checkSubnetBlock(
  vpc: Address4,
  vpcCidr: string,
  { path, cidr, block }: SubnetBlock,
  others: readonly SubnetBlock[],
  check: ArgsCheck,
): void {
  if (!block.isInSubnet(vpc))
    check.add(path, `is ${cidr}, outside the VPC's ${vpcCidr}; use a block inside it`);
  if (block.subnetMask > SMALLEST_SUBNET_PREFIX) {
    check.add(
      path,
      `is ${cidr}; a load balancer wants /${SMALLEST_SUBNET_PREFIX} or larger, use a larger block`,
    );
  }
  const other = others.find((earlier) => cidrsOverlap(earlier.block, block));
  if (other) check.add(path, `is ${cidr}, which overlaps ${other.path}, ${other.cidr}; use blocks apart`);
}
