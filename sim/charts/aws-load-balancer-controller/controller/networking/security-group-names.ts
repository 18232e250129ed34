import type { Operations, OutputOf } from "../../../../core/cloud.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import { NotSimulated } from "../../../../core/errors.ts";

type SecurityGroup = OutputOf<Operations["ec2"]["DescribeSecurityGroups"]>["SecurityGroups"][number];

/**
 * Ids of security groups that an annotation names by id or by Name tag; ids first.
 *
 * @throws Error `couldn't find all security groups: ...`
 */
export function resolveSecurityGroups(aws: Aws, vpcId: string, namesOrIds: readonly string[]): string[] {
  const ids = namesOrIds.filter((text) => text.startsWith("sg-"));
  const names = [...new Set(namesOrIds.filter((text) => !text.startsWith("sg-")))];
  const problems: string[] = [];
  const attempt = (find: () => readonly SecurityGroup[]): readonly SecurityGroup[] => {
    try {
      return find();
    } catch (error) {
      if (error instanceof NotSimulated) throw error;
      problems.push((error as Error).message);
      return [];
    }
  };
  const found = [
    ...(ids.length === 0 ? [] : attempt(() => byId(aws, ids))),
    ...(names.length === 0 ? [] : attempt(() => byName(aws, vpcId, names))),
  ];
  if (problems.length > 0) throw new Error(`couldn't find all security groups: ${problems.join(", ")}`);
  return found.map(({ GroupId }) => GroupId);
}

function byId(aws: Aws, ids: readonly string[]): readonly SecurityGroup[] {
  const { SecurityGroups } = aws.call("ec2", "DescribeSecurityGroups", { GroupIds: ids });
  if (SecurityGroups.length !== ids.length) {
    const found = SecurityGroups.map(({ GroupId }) => GroupId);
    throw new Error(`requested ids [${ids.join(", ")}] but found [${found.join(", ")}]`);
  }
  return SecurityGroups;
}

function byName(aws: Aws, vpcId: string, names: readonly string[]): readonly SecurityGroup[] {
  const { SecurityGroups } = aws.call("ec2", "DescribeSecurityGroups", {
    Filters: [
      { Name: "tag:Name", Values: names },
      { Name: "vpc-id", Values: [vpcId] },
    ],
  });
  const found = new Set(
    SecurityGroups.flatMap(({ Tags }) => Tags.filter(({ Key }) => Key === "Name").map(({ Value }) => Value)),
  );
  if (found.size !== names.length) {
    throw new Error(`requested names [${names.join(", ")}] but found [${[...found].join(", ")}]`);
  }
  return SecurityGroups;
}
