import { NotSimulated, messageOf } from "../../../../core/errors.ts";
import type { ContainerContext } from "../../../../kubernetes/types.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { labelled } from "../labelled.ts";
import type { Flags } from "./flags.ts";

type Surroundings = Pick<ContainerContext, "env" | "instanceMetadata">;

/** The flag, else what EKS puts into the environment, else instance metadata. @throws Error */
export function findRegion(flags: Flags, { env, instanceMetadata }: Surroundings): string {
  const given = flags["aws-region"] || env["AWS_DEFAULT_REGION"] || env["AWS_REGION"];
  if (given) return given;
  return labelled(
    "failed to introspect region from EC2Metadata, specify --aws-region instead if EC2Metadata is unavailable",
    () => {
      const document = JSON.parse(instanceMetadata("dynamic/instance-identity/document")) as {
        region: string;
      };
      return document.region;
    },
  );
}

/** The flag, which is not checked, else a search by tags, else instance metadata. @throws Error */
export function findVpc(flags: Flags, surroundings: Surroundings, aws: Aws): string {
  if (flags["aws-vpc-id"] !== "") return flags["aws-vpc-id"];
  return labelled("failed to get VPC ID", () =>
    Object.keys(flags["aws-vpc-tags"]).length > 0
      ? vpcByTags(flags["aws-vpc-tags"], aws)
      : vpcOfInstance(surroundings, aws),
  );
}

function vpcByTags(tags: Readonly<Record<string, string>>, aws: Aws): string {
  const { Vpcs } = labelled("failed to fetch VPC ID with tags", () =>
    aws.call("ec2", "DescribeVpcs", {
      Filters: Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] })),
    }),
  );
  const printed = Object.keys(tags)
    .sort()
    .map((key) => `${key}:${tags[key]}`)
    .join(" ");
  const [vpc] = Vpcs;
  if (vpc === undefined) throw new Error(`no VPC exists with tags map[${printed}]`);
  if (Vpcs.length > 1) throw new Error(`multiple VPCs exist with tags map[${printed}]`);
  return vpc.VpcId;
}

function vpcOfInstance({ env, instanceMetadata }: Surroundings, aws: Aws): string {
  const read = (path: string) => labelled(`get ${path} metadata`, () => instanceMetadata(path));
  let failure: Error;
  try {
    return labelled("error in fetching vpc id through ec2 metadata", () =>
      read(`network/interfaces/macs/${read("mac")}/vpc-id`),
    );
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    failure = new Error(`failed to fetch VPC ID from instance metadata: ${messageOf(error)}`);
  }
  const nodeName = env["NODENAME"] ?? "";
  if (!nodeName.startsWith("i-")) throw failure;
  try {
    const { Reservations } = aws.call("ec2", "DescribeInstances", { InstanceIds: [nodeName] });
    const vpcId = Reservations[0]?.Instances[0]?.VpcId;
    if (vpcId !== undefined) return vpcId;
  } catch (error) {
    if (error instanceof NotSimulated) throw error;
    const second = `failed to describe instance "${nodeName}": ${messageOf(error)}`;
    throw new Error(`[${failure.message}, ${second}]`);
  }
  throw failure;
}
