import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "../args-check.ts";
import type { Form } from "../forms.ts";
import { reservedReason } from "../reserved-names.ts";

export const BUCKET_NAME: Form = [
  /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
  "the name of an S3 bucket: 3 to 63 lower-case letters, digits, dots and hyphens",
];

const LOG_PREFIX: Form = [/^(?!.*AWSLogs)/, "a prefix without AWSLogs, which follows it"];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html */
export function checkLogPlace(
  check: ArgsCheck<{ readonly bucket?: pulumi.Input<string>; readonly prefix?: string }>,
): void {
  check.text("bucket", BUCKET_NAME);
  check.add("bucket", reservedReason("bucket", check.args.bucket));
  check.text("prefix", LOG_PREFIX);
}
