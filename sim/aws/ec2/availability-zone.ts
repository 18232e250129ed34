import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { invalidValue } from "./errors.ts";
import { filtered, type Filter } from "./filters.ts";
import { ec2State } from "./state.ts";
import { localZonesOf, zonesOf, type LocalZone, type Zone } from "./zones.ts";

/** A zone as DescribeAvailabilityZones shows it. */
export interface AvailabilityZone {
  readonly ZoneId: string;
  readonly ZoneName: string;
  readonly ZoneType: "availability-zone" | "local-zone";
  readonly RegionName: string;
  readonly GroupName: string;
  readonly NetworkBorderGroup: string;
  readonly State: "available";
  readonly OptInStatus: "opt-in-not-required" | "opted-in" | "not-opted-in";
  readonly ParentZoneName?: string;
}

interface DescribeRequest {
  readonly ZoneIds?: readonly string[];
  readonly ZoneNames?: readonly string[];
  readonly AllAvailabilityZones?: boolean;
  readonly Filters?: readonly Filter[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAvailabilityZones.html */
export const availabilityZoneOperations = {
  DescribeAvailabilityZones: operation({
    run: (cloud, request: DescribeRequest): { AvailabilityZones: AvailabilityZone[] } => {
      const zones = visibleZones(cloud, request.AllAvailabilityZones === true);
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
            "group-name": (zone) => [zone.GroupName],
            state: (zone) => [zone.State],
            "region-name": (zone) => [zone.RegionName],
            "opt-in-status": (zone) => [zone.OptInStatus],
          },
        ).map(({ Tags: _tags, ...zone }) => zone),
      };
    },
  }),

  /** Opts in to a group of Local Zones. Only AWS's support can opt an account out again. */
  ModifyAvailabilityZoneGroup: operation({
    run: (
      cloud,
      { GroupName, OptInStatus }: { readonly GroupName: string; readonly OptInStatus: string },
    ): { Return: true } => {
      if (OptInStatus !== "opted-in") throw new NotSimulated("opting out of a zone group");
      if (!localZonesOf(cloud.region).some(({ group }) => group === GroupName)) {
        throw invalidValue(`Invalid zone group name: [${GroupName}]`);
      }
      ec2State(cloud).zoneGroups.set(GroupName, { GroupName, OptInStatus });
      return { Return: true };
    },
  }),
};

/** Zones that the account can make subnets in. */
export function usableZones(cloud: Cloud): readonly Zone[] {
  const local = localZonesOf(cloud.region).filter(({ group }) => ec2State(cloud).zoneGroups.has(group));
  return [...zonesOf(cloud.region), ...local];
}

/** In the order of their names, as Local Zones come first: `us-east-1-atl-1a`, `us-east-1a`. */
function visibleZones(cloud: Cloud, all: boolean): AvailabilityZone[] {
  const local = localZonesOf(cloud.region).filter(
    ({ group }) => all || ec2State(cloud).zoneGroups.has(group),
  );
  return [
    ...local.map((zone) => describeLocalZone(cloud, zone)),
    ...zonesOf(cloud.region).map((zone) => describeZone(cloud, zone)),
  ];
}

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

function describeLocalZone(cloud: Cloud, zone: LocalZone): AvailabilityZone {
  return {
    ...describeZone(cloud, zone),
    ZoneType: "local-zone",
    GroupName: zone.group,
    NetworkBorderGroup: zone.group,
    OptInStatus: ec2State(cloud).zoneGroups.has(zone.group) ? "opted-in" : "not-opted-in",
    ParentZoneName: zone.parent,
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
