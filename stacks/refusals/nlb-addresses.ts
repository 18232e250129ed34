import { Address4 } from "ip-address";
import { planSubnets, type SCHEMES } from "../../components/index.ts";
import { own } from "../../components/shared/own.ts";
import { pathOf } from "../apps/app.ts";
import { termsOfNlb } from "../apps/nlb-terms.ts";
import { ownBalancedApps, type BalancedApp } from "../apps/nlbs.ts";
import { ConfigError } from "../config/config.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import type { SharedNlb } from "../contract/shared-nlb.ts";
import type { Living } from "../living/living.ts";
import { nlbsBefore } from "../living/shared-before.ts";
import { subnetsOf } from "../living/subnets.ts";
import { told } from "../living/told.ts";

type Scheme = (typeof SCHEMES)[number];

/** Subnets of load balancers of a scheme. */
interface Subnets {
  /** A load balancer is in one of each zone. */
  readonly zones: number;
  readonly cidrBlocks: readonly string[];
}

/**
 * Refuses fixed addresses of a Network Load Balancer that do not fit its subnets: the controller would, once the cluster is
 * there. A load balancer that is there stays in its subnets, also where the network has got others.
 *
 * @param vpcId the VPC of the cluster; undefined where there is none yet.
 * @throws ConfigError, before anything is registered.
 */
export async function refuseUnfitAddresses(
  config: ClusterConfig,
  { outputs }: Living,
  vpcId: string | undefined,
): Promise<void> {
  const before = nlbsBefore(outputs);
  const made = ownBalancedApps(config).filter(
    (app) => app.entry.nlb.addresses !== undefined && !isThere(app, own(before, app.name)),
  );
  const problems = await Promise.all(
    made.map(async (app) => {
      const subnets = await subnetsOfScheme(config, vpcId, termsOfNlb(app).fixed["scheme"] as Scheme);
      return subnets === undefined ? [] : problemsOf(app, subnets);
    }),
  );
  if (problems.flat().length > 0) throw new ConfigError(problems.flat());
}

/** What makes another load balancer. */
const REPLACING = ["namespace", "scheme", "addresses"] as const;

function isThere(app: BalancedApp, before: SharedNlb | undefined): boolean {
  const { fixed } = termsOfNlb(app);
  return before !== undefined && REPLACING.every((key) => before.fixed[key] === fixed[key]);
}

async function subnetsOfScheme(
  config: ClusterConfig,
  vpcId: string | undefined,
  scheme: Scheme,
): Promise<Subnets | undefined> {
  if (config.role === "primary" && config.vpc.existing === undefined) {
    const { zoneCount, publicSubnetCidrBlocks, privateSubnetCidrBlocks } = planSubnets(config.vpc);
    const cidrBlocks = scheme === "internal" ? privateSubnetCidrBlocks : publicSubnetCidrBlocks;
    return cidrBlocks.length === 0 ? undefined : { zones: zoneCount, cidrBlocks };
  }
  return told(`in which subnets of ${vpcId} load balancers are`, taggedSubnets(vpcId!, scheme));
}

/** By the tag; without one the controller looks at routes, and here nobody does. */
async function taggedSubnets(vpcId: string, scheme: Scheme): Promise<Subnets | undefined> {
  const tag = `kubernetes.io/role/${scheme === "internal" ? "internal-elb" : "elb"}`;
  const found = await subnetsOf(vpcId, { [tag]: ["", "1"] });
  const zones = new Set(found.map(({ availabilityZone }) => availabilityZone)).size;
  return zones === 0 ? undefined : { zones, cidrBlocks: found.map(({ cidrBlock }) => cidrBlock) };
}

function problemsOf(app: BalancedApp, { zones, cidrBlocks }: Subnets): ConfigProblem[] {
  const addresses = app.entry.nlb.addresses!;
  const isElastic = "allocationIds" in addresses;
  const [key, values] = isElastic
    ? ["allocationIds", addresses.allocationIds]
    : ["privateIpv4", addresses.privateIpv4];
  const path = pathOf(app, `nlb.addresses.${key}`);
  const count =
    values.length === zones
      ? []
      : [
          {
            path,
            reason: `has ${entries(values.length)}, and the load balancer is in ${zones} subnets; give one for each`,
          },
        ];
  if (isElastic) return count;
  const isOutside = (address: string) =>
    !cidrBlocks.some((block) => new Address4(address).isInSubnet(new Address4(block)));
  const outside = values.flatMap((address, index) => {
    if (!isOutside(address)) return [];
    const reason = `is ${address}, which is in no subnet of the load balancer; use one of each: ${cidrBlocks.join(", ")}`;
    return [{ path: `${path}[${index}]`, reason }];
  });
  return [...count, ...outside];
}

function entries(count: number): string {
  return count === 1 ? "1 entry" : `${count} entries`;
}
