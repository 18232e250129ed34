import type { Vpc } from "../../components/index.ts";
import { valuesOf } from "./pulumi-program.ts";

/** All that a Vpc gives out, but for subnets of pods. */
export function networkOf(vpc: Vpc) {
  const { vpcId, publicSubnetIds, privateSubnetIds, availabilityZones } = vpc;
  const { publicSubnetCidrBlocks, privateSubnetCidrBlocks } = vpc;
  return valuesOf({
    vpcId,
    publicSubnetIds,
    privateSubnetIds,
    publicSubnetCidrBlocks,
    privateSubnetCidrBlocks,
    availabilityZones,
  });
}
