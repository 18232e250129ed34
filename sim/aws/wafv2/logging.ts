/** Where requests of a web ACL are logged. https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html */
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { findLogGroup } from "../logs/state.ts";
import { requireSimulated, type LoggingConfiguration } from "./rules.ts";
import { wafv2State } from "./state.ts";

/** What AWS WAF does for the caller, so that it may write to a log group. */
const DELIVERY = ["CreateLogDelivery", "PutResourcePolicy", "DescribeResourcePolicies", "DescribeLogGroups"];

export const putLoggingConfiguration = operation<
  { readonly LoggingConfiguration: LoggingConfiguration },
  { readonly LoggingConfiguration: LoggingConfiguration }
>({
  authorize: (_cloud, { LoggingConfiguration: { ResourceArn } }) => [
    { action: "wafv2:PutLoggingConfiguration", resources: [ResourceArn] },
    ...DELIVERY.map((action) => ({ action: `logs:${action}`, resources: ["*"] })),
  ],
  run(cloud, request) {
    requireSimulated("PutLoggingConfiguration", request);
    const { LoggingConfiguration } = request;
    const { webAcls, loggingConfigurations } = wafv2State(cloud);
    const { ARN } = webAcls.get(LoggingConfiguration.ResourceArn);
    const [destination = ""] = LoggingConfiguration.LogDestinationConfigs;
    if (!/[:/]aws-waf-logs-[^:]+$/.test(destination)) {
      throw new AwsError(
        "WAFInvalidParameterException",
        `Error reason: The ARN isn't valid. A valid ARN begins with arn: and includes other information separated by colons or slashes., field: LOG_DESTINATION, parameter: ${destination}`,
      );
    }
    if (findLogGroup(cloud, destination) === undefined) {
      throw new NotSimulated("wafv2:PutLoggingConfiguration", "what is not a log group that is there");
    }
    loggingConfigurations.set(ARN, LoggingConfiguration);
    return { LoggingConfiguration };
  },
});

export const deleteLoggingConfiguration = operation<{ readonly ResourceArn: string }, object>({
  authorize: (_cloud, { ResourceArn }) => [
    { action: "wafv2:DeleteLoggingConfiguration", resources: [ResourceArn] },
    { action: "logs:DeleteLogDelivery", resources: ["*"] },
  ],
  run(cloud, { ResourceArn }) {
    const { loggingConfigurations } = wafv2State(cloud);
    loggingConfigurations.get(ResourceArn);
    loggingConfigurations.delete(ResourceArn);
    return {};
  },
});
