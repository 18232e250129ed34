import {
  LOAD_BALANCER_DEFAULTS,
  NODE_GROUP_DEFAULTS,
  planSubnets,
  type SubnetTier,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { subnetsOfClass } from "../apps/ownership.ts";
import { closedVpcProblems } from "./closed-problems.ts";
import type { OwnerConfig } from "./stack-config.ts";
import type { ConfigProblem } from "./issues.ts";

/** What is to be in subnets that the VPC does not have, or from which nodes will reach nothing. */
export function subnetTierProblems(config: OwnerConfig): ConfigProblem[] {
  const missing = missingTiers(config);
  return [
    ...usersOf(config).flatMap(({ path, tier }) =>
      missing[tier] === undefined ? [] : [{ path, reason: `is ${tier}, but ${missing[tier]}` }],
    ),
    ...schemeProblems(config, missing),
    ...(missing.private === undefined ? closedVpcProblems(config) : []),
  ];
}

/** Why there are no subnets of a tier, and what to do. */
type MissingTiers = Readonly<Partial<Record<SubnetTier, string>>>;

function missingTiers({ vpc }: OwnerConfig): MissingTiers {
  if (vpc.existing === undefined) {
    if (planSubnets(vpc).privateSubnetCidrBlocks.length > 0) return {};
    return { private: "vpc.privateSubnetCidrBlocks is empty; use public, or give private subnets" };
  }
  const { publicSubnetIds = [], privateSubnetIds = [] } = vpc.existing;
  const isMissing = (ids: readonly string[], reason: string) => (ids.length === 0 ? reason : undefined);
  return defined({
    public: isMissing(
      publicSubnetIds,
      "vpc.existing.publicSubnetIds names none; use private, or name public subnets",
    ),
    private: isMissing(
      privateSubnetIds,
      "vpc.existing.privateSubnetIds names none; use public, or name private subnets",
    ),
  });
}

/** Settings that put something into subnets of a tier. */
function usersOf(config: OwnerConfig): { path: string; tier: SubnetTier }[] {
  const { nodeGroups, controlPlaneSubnets } = config;
  if (config.role === "edge") return [];
  return [
    { path: "controlPlaneSubnets", tier: controlPlaneSubnets },
    ...nodeGroups.map(({ subnets = NODE_GROUP_DEFAULTS.subnets }, index) => ({
      path: `nodeGroups[${index}].subnets`,
      tier: subnets,
    })),
  ];
}

/** The load balancer's controller looks for subnets that suit the scheme. */
function schemeProblems(config: OwnerConfig, missing: MissingTiers): ConfigProblem[] {
  const { ingress } = config;
  const classDecides = ingress.ownership !== "both" && subnetsOfClass(config) !== undefined;
  if (ingress.subnetIds !== undefined || classDecides) return [];
  const { scheme = LOAD_BALANCER_DEFAULTS.scheme } = ingress;
  const [tier, other] =
    scheme === "internal" ? (["private", "internet-facing"] as const) : (["public", "internal"] as const);
  if (missing[tier] === undefined) return [];
  const reason = `is ${scheme}, but the VPC has no ${tier} subnets; use ${other}, or name subnets in ingress.subnetIds`;
  return [{ path: "ingress.scheme", reason }];
}
