import { z } from "zod";
import { unlessGone } from "../../kind/waiting.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { tagMap } from "../../tags.ts";
import { sharedOutputs } from "../address.ts";
import { only } from "./search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getelasticip/ */
export const getElasticIp = awsFunction({
  token: "aws:ec2/getElasticIp:getElasticIp",
  args: { id: z.string() },
  invoke(cloud, { id }) {
    const found = unlessGone(["InvalidAllocationID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DescribeAddresses", { AllocationIds: [id] }),
    );
    const address = only("EC2 EIP", found?.Addresses ?? []);
    return {
      ...sharedOutputs(cloud, address),
      id,
      customerOwnedIpv4Pool: "",
      instanceId: address.InstanceId ?? "",
      networkInterfaceId: address.NetworkInterfaceId ?? "",
      networkInterfaceOwnerId: address.NetworkInterfaceOwnerId ?? "",
      tags: tagMap(address.Tags),
    };
  },
});
