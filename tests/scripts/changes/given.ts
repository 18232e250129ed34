/** What is in the account beside the fleet, for changes that refer to something that is there already. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { describedCrds } from "../../support/described-crds.ts";

/** Made before the fleet: what people and other projects have. */
export function givenInAccount() {
  const [developers, operators] = ["developers", "operators"].map(
    (name) => new aws.iam.Role(name, { name, assumeRolePolicy: ANYBODY_OF_THE_ACCOUNT }),
  );
  const keyPair = new aws.ec2.KeyPair("key-pair", { keyName: "operators", publicKey: PUBLIC_KEY });
  const vpc = new awsx.ec2.Vpc("given", {
    cidrBlock: "10.10.0.0/16",
    enableDnsHostnames: true,
    numberOfAvailabilityZones: 3,
    natGateways: { strategy: awsx.ec2.NatGatewayStrategy.None },
    subnetStrategy: awsx.ec2.SubnetAllocationStrategy.Auto,
    subnetSpecs: [
      { type: awsx.ec2.SubnetType.Public, cidrMask: 22, tags: { "kubernetes.io/role/elb": "1" } },
      { type: awsx.ec2.SubnetType.Private, cidrMask: 22 },
    ],
  });
  const addresses = [0, 1].map((index) => new aws.ec2.Eip(`address-${index}`));
  return {
    "elastic address 0": addresses[0]!.allocationId,
    "elastic address 1": addresses[1]!.allocationId,
    "role developers": developers!.arn,
    "role operators": operators!.arn,
    "key pair": keyPair.keyName,
    "log bucket": logBucket(),
    topic: topic(),
    "log group": new aws.cloudwatch.LogGroup("waf-logs", {
      namePrefix: "aws-waf-logs-given-",
      retentionInDays: 30,
    }).arn,
    vpc: vpc.vpcId,
    ...byIndex("public subnet", vpc.publicSubnetIds),
    ...byIndex("private subnet", vpc.privateSubnetIds),
  };
}

/** A bucket into which load balancers may write. */
function logBucket(): pulumi.Output<string> {
  const bucket = new aws.s3.Bucket("logs", { bucketPrefix: "logs-", forceDestroy: true });
  return new aws.s3.BucketPolicy("logs", {
    bucket: bucket.bucket,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
          Action: "s3:PutObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
        },
      ],
    }),
  }).bucket;
}

/** A topic to which alarms may publish. */
function topic(): pulumi.Output<string> {
  const { arn } = new aws.sns.Topic("operators");
  return new aws.sns.TopicPolicy("operators", {
    arn,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: arn,
        },
      ],
    }),
  }).arn;
}

/** Made in the VPC of the fleet's owner, whose addresses begin with `block`. */
export function givenInVpc(owner: string, block: string) {
  const shared = new pulumi.StackReference(`organization/multicluster-ingress/${owner}`);
  const vpcId = shared.requireOutput("vpcId") as pulumi.Output<string>;
  const group = new aws.ec2.SecurityGroup("pods", {
    vpcId,
    ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [`${block}.0.0/16`] }],
    egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
  });
  const podSubnets = ["a", "b", "c"].map(
    (zone, index) =>
      new aws.ec2.Subnet(`pods-${index}`, {
        vpcId,
        cidrBlock: `${block}.${100 + 4 * index}.0/22`,
        availabilityZone: `ap-northeast-2${zone}`,
      }),
  );
  const publicSubnetIds = shared.requireOutput("publicSubnetIds") as pulumi.Output<string[]>;
  return {
    "security group": group.id,
    ...Object.fromEntries(podSubnets.map(({ id }, index) => [`pod subnet ${index}`, id])),
    ...byIndex("own public subnet", publicSubnetIds),
  };
}

/** Path of a file of the controller's CRDs with descriptions; it goes with this process. */
export function crdsFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "upstream-crds-"));
  process.once("exit", () => {
    rmSync(folder, { recursive: true, force: true });
  });
  const path = join(folder, "crds.yaml");
  writeFileSync(path, describedCrds());
  return path;
}

/** A document that lets nobody else in. */
const ANYBODY_OF_THE_ACCOUNT = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "sts:AssumeRole" },
  ],
});

const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE operators";

function byIndex(
  name: string,
  values: pulumi.Output<string[]>,
): Record<string, pulumi.Output<string | undefined>> {
  return Object.fromEntries(
    [0, 1, 2].map((index) => [`${name} ${index}`, values.apply((all) => all[index])]),
  );
}
