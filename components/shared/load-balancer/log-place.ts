import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import type { Form } from "../forms.ts";
import { reservedReason } from "../reserved-names.ts";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME: Form = [
  /^(?!.*\.\.)(?!\d+(\.\d+){3}$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "the name of an S3 bucket: 3 to 63 lower-case letters, digits, single dots and hyphens, not like an IP address",
];

/**
 * AWS refuses slashes at the ends, and CloudFormation, for one, makes the load balancer without logs then:
 * https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1928
 */
const LOG_PREFIX: Form = [
  /^(?!.*AWSLogs)(?!\/)(?!.*\/$)/,
  "a prefix without AWSLogs, which follows it, and without a slash at either end",
];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
export function checkLogPlace(
  check: ArgsCheck<{ readonly bucket?: pulumi.Input<string>; readonly prefix?: string }>,
): void {
  check.text("bucket", BUCKET_NAME);
  check.add("bucket", reservedReason("bucket", check.args.bucket));
  check.text("prefix", LOG_PREFIX);
}
