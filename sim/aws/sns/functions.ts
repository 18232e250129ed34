import { z } from "zod";
import { awsFunction } from "../pulumi/function.ts";

/**
 * https://www.pulumi.com/registry/packages/aws/api-docs/sns/gettopic/
 * Words: terraform-provider-aws/internal/service/sns/topic_data_source.go, internal/tfresource/not_found_error.go
 */
export const getTopic = awsFunction({
  token: "aws:sns/getTopic:getTopic",
  args: { name: z.string() },
  invoke(cloud, { name }) {
    const { Topics } = cloud.call(cloud.administrator, "sns", "ListTopics", {});
    const found = Topics.find(({ TopicArn }) => TopicArn.endsWith(`:${name}`));
    if (found === undefined) throw new Error(`reading SNS Topic (${name}): empty result`);
    return { id: found.TopicArn, name, arn: found.TopicArn };
  },
});
