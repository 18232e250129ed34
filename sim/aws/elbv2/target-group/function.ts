import { awsFunction } from "../../pulumi/function.ts";
import { attributeProperties } from "../pulumi/attribute-properties.ts";
import {
  stickinessAttributes,
  TARGET_GROUP_ATTRIBUTES,
  targetGroupProperties,
} from "./resource-properties.ts";
import { elbv2State } from "../state.ts";
import { described, hasTags, only, searchArgs, tagsOf } from "../pulumi/search.ts";

/** https://www.pulumi.com/registry/packages/aws/api-docs/lb/gettargetgroup/ */
export const getTargetGroup = awsFunction({
  token: "aws:lb/getTargetGroup:getTargetGroup",
  args: searchArgs,
  invoke(cloud, { arn, name, tags }) {
    const { TargetGroups: groups } = described("ELBv2 Target Groups", () =>
      cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTargetGroups", {
        TargetGroupArns: arn === undefined ? undefined : [arn],
        Names: arn === undefined && name !== undefined ? [name] : undefined,
      }),
    );
    const group = only(groups.filter(({ TargetGroupArn }) => hasTags(cloud, TargetGroupArn, tags)));
    const { attributes } = elbv2State(cloud).targetGroups.get(group.TargetGroupArn);
    return {
      id: group.TargetGroupArn,
      ...targetGroupProperties(group),
      ...attributeProperties(TARGET_GROUP_ATTRIBUTES, attributes),
      ...attributeProperties(stickinessAttributes(attributes["stickiness.type"]), attributes),
      connectionTermination: false,
      // The function gives this one as text, the resource as a number.
      deregistrationDelay: attributes["deregistration_delay.timeout_seconds"],
      lambdaMultiValueHeadersEnabled: false,
      preserveClientIp: "",
      proxyProtocolV2: false,
      tags: tagsOf(cloud, group.TargetGroupArn),
      targetControlPort: 0,
    };
  },
});
