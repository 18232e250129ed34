/** Functions of the aws package about partitions and policies. */
import { z } from "zod";
import { awsFunction } from "../pulumi/function.ts";
import { tagMap } from "../tags.ts";
import { defaultDocument, findPolicy } from "./policy.ts";

const getPartition = awsFunction({
  token: "aws:index/getPartition:getPartition",
  global: true,
  args: {},
  invoke: ({ partition, dnsSuffix }) => ({
    id: partition,
    partition,
    dnsSuffix,
    reverseDnsPrefix: dnsSuffix.split(".").reverse().join("."),
  }),
});

const getPolicy = awsFunction({
  token: "aws:iam/getPolicy:getPolicy",
  global: true,
  args: { arn: z.string() },
  invoke(cloud, { arn }) {
    // The provider swallows IAM's own words.
    if (findPolicy(cloud, arn) === undefined) {
      throw new Error(`reading IAM Policy (${arn}): couldn't find resource`);
    }
    const { Policy } = cloud.call(cloud.administrator, "iam", "GetPolicy", { PolicyArn: arn });
    return {
      id: Policy.Arn,
      arn: Policy.Arn,
      attachmentCount: Policy.AttachmentCount,
      description: Policy.Description,
      name: Policy.PolicyName,
      path: Policy.Path,
      policy: defaultDocument(Policy),
      policyId: Policy.PolicyId,
      tags: tagMap(Policy.Tags),
    };
  },
});

export const iamFunctions = [getPartition, getPolicy];
