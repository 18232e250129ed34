import type { Address4 } from "ip-address";
import { checkSecondaryBlocks, reservedRange } from "./check-secondary-blocks.ts";
import { ArgsCheck, problemsIn } from "../shared/args-check.ts";
import { VPC_PREFIX } from "../../facts/vpc-blocks.ts";
import { cidrsOverlap, parseCidr } from "../shared/cidr.ts";
import { FORMS, type Form } from "../shared/forms.ts";
import { placeOf, type Place, type ProblemOf } from "../shared/problem.ts";
import { shown } from "../shared/shown.ts";
import { checkTags } from "../shared/tags.ts";
import { NAT_STRATEGIES, type ExistingVpc, type ExistingVpcArgs, type VpcArgs } from "./args.ts";
import type { ResolvedNewVpcArgs, ResolvedVpcArgs } from "./resolve.ts";
import { DEFAULT_SUBNET_BITS, planSubnets, type SubnetPlan } from "./subnet-plan.ts";

/** A load balancer needs two zones; no region has more than six. */
const ZONES = { min: 2, max: 6 };

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#subnets-load-balancer */
const SMALLEST_SUBNET_PREFIX = 27;

/** What is wrong with args that have their defaults. */
export function vpcProblems(args: ResolvedVpcArgs): readonly ProblemOf<VpcArgs>[] {
  if (!args.existing) {
    const check = new ArgsCheck(args);
    checkNew(check);
    return problemsIn(check);
  }
  const check = new ArgsCheck(args);
  checkExisting(check.at("existing")!);
  checkNothingBeside(check);
  return problemsIn(check);
}

/** The types forbid it, but configuration and JavaScript reach the component past the compiler. */
function checkNothingBeside(check: ArgsCheck<ExistingVpcArgs>): void {
  for (const [other, value] of Object.entries(check.args)) {
    if (other === "existing" || value === undefined) continue;
    check.addAt(
      placeOf(other),
      "is given beside existing, a VPC that stays as it is; leave one of the two out",
    );
  }
}

function checkExisting(check: ArgsCheck<ExistingVpc>): void {
  check.text("vpcId", FORMS.vpcId);
  for (const list of ["publicSubnetIds", "privateSubnetIds"] as const) {
    check.texts(list, FORMS.subnetId);
    check.distinct(list);
  }
  const list = loadBalancerSubnets(check.args);
  const count = check.args[list]?.length ?? 0;
  if (count < ZONES.min) {
    check.add(list, `has ${count} of the two or more that a load balancer needs; add subnets of other zones`);
  }
}

/** Where the load balancer can be: a VPC without public subnets has an internal one. */
function loadBalancerSubnets({
  publicSubnetIds = [],
  privateSubnetIds = [],
}: ExistingVpc): "publicSubnetIds" | "privateSubnetIds" {
  return publicSubnetIds.length === 0 && privateSubnetIds.length > 0 ? "privateSubnetIds" : "publicSubnetIds";
}

function checkNew(check: ArgsCheck<ResolvedNewVpcArgs>): void {
  const { availabilityZoneNames: names, availabilityZoneCount } = check.args;
  if (names && availabilityZoneCount !== undefined) {
    check.add("availabilityZoneCount", "is given beside availabilityZoneNames; give one of the two");
  }
  if (names && (names.length < ZONES.min || new Set(names).size < names.length)) {
    check.add(
      "availabilityZoneNames",
      `is ${shown(names)}; name two zones or more, each once, as a load balancer needs two`,
    );
  }
  check.integer("availabilityZoneCount", ZONES);
  check.oneOf("natGateways", NAT_STRATEGIES);
  checkTags(check.at("tags"));
  checkEndpoints(check);
  checkBlocks(check);
}

const SERVICE: Form = [
  /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)*$/,
  "the name of a service as endpoints have it, such as ecr.api",
];

function checkEndpoints(check: ArgsCheck<ResolvedNewVpcArgs>): void {
  check.texts("endpoints", SERVICE);
  check.distinct("endpoints");
  if (check.args.endpoints.length === 0 || planSubnets(check.args).privateSubnetCidrBlocks.length > 0) return;
  check.add("endpoints", "have no private subnets to be in; leave them out, or give privateSubnetCidrBlocks");
}

function checkBlocks(check: ArgsCheck<ResolvedNewVpcArgs>): void {
  const plan = planSubnets(check.args);
  for (const list of ["publicSubnetCidrBlocks", "privateSubnetCidrBlocks"] as const) {
    const given = check.args[list];
    const mayBeEmpty = list === "privateSubnetCidrBlocks";
    if (given === undefined || given.length === plan.zoneCount || (mayBeEmpty && given.length === 0))
      continue;
    check.add(list, `has ${given.length} blocks for ${plan.zoneCount} zones; give one block per zone`);
  }
  const vpc = checkVpcBlock(plan.cidrBlock, check);
  if (vpc) checkSubnetBlocks(vpc, plan, check);
  checkSecondaryBlocks(check, vpc && plan.cidrBlock);
}

function checkVpcBlock(cidrBlock: string, check: ArgsCheck<ResolvedNewVpcArgs>): Address4 | undefined {
  const vpc =
    check.args.cidrBlock === undefined ? parseCidr(cidrBlock) : check.cidr("cidrBlock", "192.168.0.0/16");
  if (!vpc) return undefined;
  if (vpc.subnetMask < VPC_PREFIX.min || vpc.subnetMask > VPC_PREFIX.max) {
    check.add("cidrBlock", `is ${cidrBlock}; a VPC is /${VPC_PREFIX.min} to /${VPC_PREFIX.max}`);
    return undefined;
  }
  const reserved = reservedRange(vpc);
  if (reserved) {
    check.add(
      "cidrBlock",
      `is ${cidrBlock}, in ${reserved}, which AWS keeps; use a private block such as 10.0.0.0/16`,
    );
    return undefined;
  }
  return vpc;
}

interface SubnetBlock {
  readonly place: Place;
  readonly cidr: string;
  readonly block: Address4;
}

function checkSubnetBlocks(vpc: Address4, plan: SubnetPlan, check: ArgsCheck<ResolvedNewVpcArgs>): void {
  const accepted: SubnetBlock[] = [];
  const defaultPrefix = vpc.subnetMask + DEFAULT_SUBNET_BITS;
  for (const list of ["publicSubnetCidrBlocks", "privateSubnetCidrBlocks"] as const) {
    const given = check.at(list);
    if (given === undefined && defaultPrefix > SMALLEST_SUBNET_PREFIX) {
      check.add(
        list,
        `would be /${defaultPrefix}, a 64th of ${plan.cidrBlock} each, but a load balancer wants ` +
          `/${SMALLEST_SUBNET_PREFIX} or larger; give larger blocks, or a larger cidrBlock`,
      );
      continue;
    }
    plan[list].forEach((cidr, index) => {
      const block = given === undefined ? parseCidr(cidr) : given.cidr(index, "192.168.0.0/22");
      if (!block) return;
      const subnet = { place: placeOf(list, index), cidr, block };
      for (const reason of subnetReasons(subnet, vpc, accepted)) check.addAt(subnet.place, reason);
      accepted.push(subnet);
    });
  }
}

function subnetReasons(
  { cidr, block }: SubnetBlock,
  vpc: Address4,
  others: readonly SubnetBlock[],
): string[] {
  const other = others.find((earlier) => cidrsOverlap(earlier.block, block));
  return [
    ...(block.isInSubnet(vpc) ? [] : [`is ${cidr}, outside the VPC's ${vpc.address}; use a block inside it`]),
    ...(block.subnetMask > SMALLEST_SUBNET_PREFIX
      ? [`is ${cidr}; a load balancer wants /${SMALLEST_SUBNET_PREFIX} or larger, use a larger block`]
      : []),
    ...(other ? [`is ${cidr}, which overlaps ${other.place.path}, ${other.cidr}; use blocks apart`] : []),
  ];
}
