/** The log of a web ACL. https://docs.aws.amazon.com/waf/latest/developerguide/logging.html */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { PROTECTION_LOGGING_DEFAULTS, type EdgeProtectionNodes, type ProtectionLoggingArgs } from "./args.ts";
import type { ResolvedEdgeProtectionArgs } from "./resolve.ts";

/** AWS WAF writes to nothing whose name begins otherwise. */
const LOG_NAME_PREFIX = "aws-waf-logs-";

/** Actions of rules that make a request one of those that are kept. */
const KEPT_ACTIONS = { matched: ["BLOCK", "COUNT", "EXCLUDED_AS_COUNT"], blocked: ["BLOCK"] } as const;

type LoggingNodes = Pick<EdgeProtectionNodes, "logGroup" | "loggingConfiguration">;

/** @param webAcl what is logged of; its log goes before it does. */
export function createLogging(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEdgeProtectionArgs,
  webAcl: aws.wafv2.WebAcl,
): LoggingNodes {
  if (args.logging === undefined) return { logGroup: undefined, loggingConfiguration: undefined };
  const logging = { ...PROTECTION_LOGGING_DEFAULTS, ...args.logging };
  const logGroup =
    logging.destinationArn === undefined ? createLogGroup(parent, name, logging, args) : undefined;
  const loggingConfiguration = createChild(aws.wafv2.WebAclLoggingConfiguration, `${name}-logging`, {
    args: {
      resourceArn: webAcl.arn,
      logDestinationConfigs: [logging.destinationArn ?? logGroup!.arn],
      redactedFields: redactedFields(logging),
      ...defined({ loggingFilter: loggingFilter(logging) }),
    },
    // A web ACL has one log: to take the old one away after the new one came would take that away.
    opts: { parent, deleteBeforeReplace: true },
    transform: args.transform.loggingConfiguration,
  });
  return { logGroup, loggingConfiguration };
}

type Logging = ProtectionLoggingArgs &
  Required<Pick<ProtectionLoggingArgs, keyof typeof PROTECTION_LOGGING_DEFAULTS>>;

function createLogGroup(
  parent: pulumi.Resource,
  name: string,
  { expireDays, deleteLogs, keyArn }: Logging,
  { tags, transform }: ResolvedEdgeProtectionArgs,
): aws.cloudwatch.LogGroup {
  return createChild(aws.cloudwatch.LogGroup, `${name}-logs`, {
    args: {
      namePrefix: `${LOG_NAME_PREFIX}${name}-`,
      retentionInDays: expireDays,
      ...defined({ kmsKeyId: keyArn }),
      tags,
    },
    opts: { parent, retainOnDelete: !deleteLogs },
    transform: transform.logGroup,
  });
}

function redactedFields({ redactedHeaders, redactQueryString }: Logging) {
  return [
    // AWS has them in small letters.
    ...redactedHeaders.map((header) => ({ singleHeader: { name: header.toLowerCase() } })),
    ...(redactQueryString ? [{ queryString: {} }] : []),
  ];
}

function loggingFilter({
  requests,
}: Logging): aws.types.input.wafv2.WebAclLoggingConfigurationLoggingFilter | undefined {
  if (requests === "all") return undefined;
  const conditions = KEPT_ACTIONS[requests].map((action) => ({ actionCondition: { action } }));
  return { defaultBehavior: "DROP", filters: [{ behavior: "KEEP", requirement: "MEETS_ANY", conditions }] };
}
