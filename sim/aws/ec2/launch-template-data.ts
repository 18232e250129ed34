/** What instances are started with, as launch templates and RunInstances say it. */
import { AwsError } from "../../core/errors.ts";
import { invalidParameter } from "./errors.ts";
import type { LaunchTemplateData, MetadataOptions } from "./records.ts";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsRequest.html */
const MAX_HOP_LIMIT = 64;
const BASE64 = /^[A-Za-z0-9+/\s]*=*\s*$/;

/** Checks what EC2 checks when a version is made: the form, not that things exist. @throws AwsError */
export function checkLaunchTemplateData({ MetadataOptions, UserData }: LaunchTemplateData): void {
  checkMetadataOptions(MetadataOptions);
  if (UserData !== undefined && !BASE64.test(UserData)) {
    throw new AwsError("InvalidUserData.Malformed", "Invalid BASE64 encoding of user data.");
  }
}

/** @throws AwsError for a hop limit that EC2 refuses. */
export function checkMetadataOptions(options: MetadataOptions | undefined): void {
  const hops = options?.HttpPutResponseHopLimit;
  if (hops !== undefined && (!Number.isInteger(hops) || hops < 1 || hops > MAX_HOP_LIMIT)) {
    throw invalidParameter(
      "HttpPutResponseHopLimit",
      String(hops),
      `The value must be between 1 and ${MAX_HOP_LIMIT}.`,
    );
  }
}
