import { z } from "zod";
import { tagMap } from "../../tags.ts";
import { ec2Arn } from "../kinds.ts";
import { awsFunction } from "../../pulumi/function.ts";
import { unlessGone } from "../../kind/waiting.ts";

/**
 * One that is there, by its id: where it is, what it runs and its tags. Nothing asks for its disks, its metadata service and
 * further settings.
 *
 * https://www.pulumi.com/registry/packages/aws/api-docs/ec2/getinstance/; words:
 * terraform-provider-aws/internal/service/ec2/ec2_instance_data_source.go
 */
export const getInstance = awsFunction({
  token: "aws:ec2/getInstance:getInstance",
  args: { instanceId: z.string() },
  invoke(cloud, args) {
    const found = unlessGone(["InvalidInstanceID.NotFound"], () =>
      cloud.call(cloud.administrator, "ec2", "DescribeInstances", {
        InstanceIds: [args.instanceId],
      }),
    );
    const instance = found?.Reservations[0]?.Instances[0];
    if (instance === undefined || instance.State.Name === "terminated") {
      throw new Error("Your query returned no results. Please change your search criteria and try again.");
    }
    return {
      ...args,
      ami: instance.ImageId,
      arn: ec2Arn(cloud, instance.InstanceId),
      availabilityZone: instance.Placement.AvailabilityZone,
      id: instance.InstanceId,
      instanceState: instance.State.Name,
      instanceType: instance.InstanceType,
      keyName: instance.KeyName ?? "",
      launchTime: instance.LaunchTime,
      networkInterfaceId: instance.NetworkInterfaces[0]?.NetworkInterfaceId ?? "",
      privateDns: instance.PrivateDnsName,
      privateIp: instance.PrivateIpAddress ?? "",
      publicDns: instance.PublicDnsName,
      publicIp: instance.PublicIpAddress ?? "",
      subnetId: instance.SubnetId ?? "",
      tags: tagMap(instance.Tags),
      tenancy: instance.Placement.Tenancy,
      vpcSecurityGroupIds: instance.SecurityGroups.map(({ GroupId }) => GroupId),
    };
  },
});
