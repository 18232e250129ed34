import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../shared/child.ts";
import type { EdgeLogsNodes } from "./args.ts";
import { logBucketPolicy } from "./bucket-policy.ts";
import type { ResolvedEdgeLogsArgs } from "./resolve.ts";

/** Room that the provider wants for what it adds to a prefix. */
const PREFIX_LENGTH = 36;

/** A bucket with what makes it one for logs; all of it stays in the account, unless the logs are to go with it. */
export function createLogBucket(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedEdgeLogsArgs,
): Required<{ [Key in keyof EdgeLogsNodes]: NonNullable<EdgeLogsNodes[Key]> }> {
  const { expireDays, deleteLogs, prefix, tags, transform } = args;
  const opts = { parent, retainOnDelete: !deleteLogs };
  const bucket = createChild(aws.s3.Bucket, `${name}-bucket`, {
    args: { bucketPrefix: bucketPrefix(name), forceDestroy: deleteLogs, tags: { Name: name, ...tags } },
    opts,
    transform: transform.bucket,
  });
  const publicAccessBlock = createChild(aws.s3.BucketPublicAccessBlock, `${name}-closed`, {
    args: {
      bucket: bucket.bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
    transform: transform.publicAccessBlock,
  });
  const lifecycle = createChild(aws.s3.BucketLifecycleConfiguration, `${name}-expiry`, {
    args: {
      bucket: bucket.bucket,
      rules: [
        {
          id: "expire",
          status: "Enabled",
          expiration: { days: expireDays },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
        },
      ],
    },
    opts,
    transform: transform.lifecycle,
  });
  // S3 refuses two changes of a bucket's access at the same time.
  const policy = createChild(aws.s3.BucketPolicy, `${name}-policy`, {
    args: { bucket: bucket.bucket, policy: logBucketPolicy(parent, bucket.arn, prefix) },
    opts: { ...opts, dependsOn: [publicAccessBlock] },
    transform: transform.policy,
  });
  return { bucket, publicAccessBlock, lifecycle, policy };
}

/** Lower-case letters, digits and hyphens. */
function bucketPrefix(name: string): string {
  return `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, PREFIX_LENGTH - 1)
    .replace(/^-+|-+$/g, "")}-`;
}
