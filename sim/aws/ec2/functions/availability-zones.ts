import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";
import { filtersOf, searchArgs } from "./search.ts";

/** Words and order: terraform-provider-aws/internal/service/ec2/ec2_availability_zones_data_source.go */
export const getAvailabilityZones = awsFunction({
  token: "aws:index/getAvailabilityZones:getAvailabilityZones",
  args: {
    allAvailabilityZones: z.boolean().optional(),
    excludeNames: z.array(z.string()).optional(),
    excludeZoneIds: z.array(z.string()).optional(),
    filters: searchArgs.filters,
    state: z.string().optional(),
  },
  invoke(cloud, args) {
    const zones = cloud
      .call(cloud.administrator, "ec2", "DescribeAvailabilityZones", {
        ...(args.allAvailabilityZones === true ? { AllAvailabilityZones: true } : {}),
        Filters: filtersOf({ filters: args.filters }, { state: args.state }),
      })
      .AvailabilityZones.filter(
        ({ ZoneName, ZoneId }) =>
          !args.excludeNames?.includes(ZoneName) && !args.excludeZoneIds?.includes(ZoneId),
      );
    return {
      ...args,
      groupNames: [...new Set(zones.map(({ GroupName }) => GroupName))],
      id: cloud.region,
      names: zones.map(({ ZoneName }) => ZoneName),
      zoneIds: zones.map(({ ZoneId }) => ZoneId),
    };
  },
});
