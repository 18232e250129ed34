import { planSubnets, type RegionZones } from "../../components/index.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { OwnerConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { zonesInPlace } from "../living/network.ts";

/** Zones in the order of their places. */
interface ZonePlan {
  readonly zones: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

/**
 * The zones of a VPC that the stack makes: those that are named; else those that it has, and after them the first of the
 * region in which a cluster can be.
 */
export async function planZones(config: OwnerConfig, living: Living): Promise<ZonePlan> {
  const network = await living.network();
  return zonePlan(config, await living.zones(), network === undefined ? [] : zonesInPlace(network));
}

/** @param present zones of a VPC that is there, by their places. */
function zonePlan(config: OwnerConfig, region: RegionZones, present: readonly string[]): ZonePlan {
  const named = config.vpc.availabilityZoneNames;
  if (named !== undefined) return { zones: named, problems: nameProblems(named, config, region) };
  const count = planSubnets(config.vpc).zoneCount;
  const all = [...present, ...region.usable.filter((zone) => !present.includes(zone))];
  return { zones: all.slice(0, count), problems: all.length < count ? [tooMany(count, all, config)] : [] };
}

function nameProblems(
  named: readonly string[],
  config: OwnerConfig,
  { usable, withoutControlPlane }: RegionZones,
): ConfigProblem[] {
  return named.flatMap((zone, index) => {
    if (usable.includes(zone)) return [];
    const id = withoutControlPlane[zone];
    const why =
      id === undefined
        ? `which ${config.region} does not have for this account`
        : `in which EKS places no control plane (${id})`;
    return [
      {
        path: `vpc.availabilityZoneNames[${index}]`,
        reason: `is ${JSON.stringify(zone)}, ${why}; use some of ${usable.join(", ")}`,
      },
    ];
  });
}

function tooMany(count: number, zones: readonly string[], { region }: OwnerConfig): ConfigProblem {
  return {
    path: "vpc.availabilityZoneCount",
    reason: `is ${count}, but ${region} has ${zones.length} zones that a cluster can be in (${zones.join(", ")}); use ${zones.length} or fewer`,
  };
}
