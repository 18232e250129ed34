/** A component with resource options, of which the engine lets its children inherit some. */
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";

export default function program(): void {
  new awsx.ec2.Vpc(
    "vpc",
    { numberOfAvailabilityZones: 2, natGateways: { strategy: "None" }, subnetStrategy: "Auto" },
    {
      protect: new pulumi.Config().getBoolean("deletionProtection") ?? false,
      retainOnDelete: true,
      ignoreChanges: ["tags"],
      customTimeouts: { create: "5m", update: "6m", delete: "7m" },
    },
  );
}
