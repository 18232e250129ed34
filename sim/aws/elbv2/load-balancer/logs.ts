/** Logs that a load balancer writes to S3. */
import type { Cloud } from "../../../core/cloud.ts";
import { invalidConfiguration } from "../errors.ts";
import type { Attributes } from "../records.ts";
import { writeAsService } from "../../s3/state.ts";

/** Kinds of logs, as the attributes have them, and the file by which each is tried. */
const TEST_FILES = {
  access_logs: "ELBAccessLogTestFile",
  connection_logs: "ELBConnectionLogTestFile",
  health_check_logs: "ELBHealthCheckLogTestFile",
} as const;

const PRINCIPAL = "logdelivery.elasticloadbalancing.amazonaws.com";

/**
 * When a log is switched on, or goes elsewhere, the load balancer tries to write to the bucket.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 *
 * @throws AwsError InvalidConfigurationRequest
 */
export function tryLogs(cloud: Cloud, before: Attributes, after: Attributes): void {
  for (const [kind, file] of Object.entries(TEST_FILES)) {
    const keys = ["enabled", "bucket", "prefix"].map((field) => `${kind}.s3.${field}`);
    const [enabled, bucket = "", prefix = ""] = keys.map((key) => after[key]);
    if (enabled !== "true" || keys.every((key) => before[key] === after[key])) continue;
    const key = `${prefix === "" ? "" : `${prefix}/`}AWSLogs/${cloud.accountId}/${file}`;
    if (writeAsService(cloud, { principal: PRINCIPAL, bucket, key })) continue;
    throw invalidConfiguration(`Access Denied for bucket: ${bucket}. Please check S3bucket permission`);
  }
}
