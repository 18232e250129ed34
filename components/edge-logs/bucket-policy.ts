import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Who writes logs of load balancers. */
const LOG_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com";

/**
 * Lets load balancers of the account write below a prefix, and nobody come without TLS.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
export function logBucketPolicy(
  parent: pulumi.Resource,
  bucketArn: pulumi.Output<string>,
  prefix: string | undefined,
): pulumi.Output<string> {
  const { accountId } = aws.getCallerIdentityOutput({}, { parent });
  return pulumi.all([bucketArn, accountId]).apply(([arn, account]) => {
    const folder = prefix === undefined || prefix === "" ? arn : `${arn}/${prefix}`;
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "LoadBalancersWriteLogs",
          Effect: "Allow",
          Principal: { Service: LOG_DELIVERY },
          Action: "s3:PutObject",
          Resource: `${folder}/AWSLogs/${account}/*`,
        },
        {
          Sid: "NobodyWithoutTls",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${arn}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });
}
