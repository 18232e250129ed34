import type { ClusterConfig, StackConfig } from "./stack-config.ts";
import { pathText } from "../../components/shared/problem.ts";
import type { ConfigProblem } from "./issues.ts";
import { shown } from "../../components/shared/shown.ts";

/** Zones that cannot be in the stack's region, by their names: the region's name and a letter. */
export function zoneProblems(config: StackConfig): ConfigProblem[] {
  const { region, podNetworking } = config;
  const zones = [
    ...(config.role !== "member" ? (config.vpc.availabilityZoneNames ?? []) : []).map((zone, index) => ({
      zone,
      path: pathText(["vpc", "availabilityZoneNames", index]),
    })),
    ...podZones(podNetworking).map((zone) => ({
      zone,
      path: pathText(["podNetworking", "podSubnetIds", zone]),
    })),
  ];
  return zones.flatMap(({ zone, path }) =>
    zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length))
      ? []
      : [
          {
            path,
            reason: `is for ${shown(zone)}, which is not a zone of ${region}; use one such as ${region}a`,
          },
        ],
  );
}

function podZones(networking: ClusterConfig["podNetworking"]): string[] {
  return Object.keys((networking.mode === "custom-networking" && networking.podSubnetIds) || {});
}
