import type { Cloud } from "../../cloud.ts";
import { operation } from "../operation.ts";
import { invalidValue } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { zonesOf, type Zone } from "./zones.ts";

/** A zone as DescribeAvailabilityZones shows it; local zones are not simulated. */
export interface AvailabilityZone {
  readonly ZoneId: string;
  readonly ZoneName: string;
  readonly ZoneType: "availability-zone";
  readonly RegionName: string;
  readonly GroupName: string;
  readonly NetworkBorderGroup: string;
  readonly State: "available";
  readonly OptInStatus: "opt-in-not-required";
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export const availabilityZoneOperations = {
  DescribeAvailabilityZones: operation({
    run: (
      cloud,
      request: {
        readonly ZoneIds?: readonly string[];
        readonly ZoneNames?: readonly string[];
        readonly Filters?: readonly Filter[];
      },
    ): { AvailabilityZones: AvailabilityZone[] } => {
      const zones = zonesOf(cloud.region).map((zone) => describeZone(cloud, zone));
      const wanted = [
        ...(request.ZoneIds ?? []).map((id) => zoneBy(zones, "ZoneId", id)),
        ...(request.ZoneNames ?? []).map((name) => zoneBy(zones, "ZoneName", name)),
      ];
      const chosen = wanted.length > 0 ? wanted : zones;
      return {
        AvailabilityZones: filtered(
          "DescribeAvailabilityZones",
          chosen.map((zone) => ({ ...zone, Tags: [] })),
          request.Filters,
          {
            "zone-id": (zone) => [zone.ZoneId],
            "zone-name": (zone) => [zone.ZoneName],
            "zone-type": (zone) => [zone.ZoneType],
            state: (zone) => [zone.State],
            "region-name": (zone) => [zone.RegionName],
            "opt-in-status": (zone) => [zone.OptInStatus],
          },
        ).map(({ Tags: _tags, ...zone }) => zone),
      };
    },
  }),
};

function describeZone(cloud: Cloud, zone: Zone): AvailabilityZone {
  return {
    ZoneId: zone.id,
    ZoneName: zone.name,
    ZoneType: "availability-zone",
    RegionName: cloud.region,
    GroupName: cloud.region,
    NetworkBorderGroup: cloud.region,
    State: "available",
    OptInStatus: "opt-in-not-required",
  };
}

function zoneBy(
  zones: readonly AvailabilityZone[],
  key: "ZoneId" | "ZoneName",
  value: string,
): AvailabilityZone {
  const found = zones.find((zone) => zone[key] === value);
  if (found === undefined) {
    throw invalidValue(`Invalid availability zone-${key === "ZoneId" ? "id" : "name"}: [${value}]`);
  }
  return found;
}
