import type { Cloud } from "../../core/cloud.ts";
import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import { serviceMay } from "../iam/resource-policy.ts";
import type { Tag } from "../tags.ts";

/** What becomes of objects with time, and of parts that were left over. */
export interface LifecycleRule {
  readonly ID: string;
  readonly Status: string;
  readonly Filter: { readonly Prefix: string };
  readonly Expiration: { readonly Days: number };
  readonly AbortIncompleteMultipartUpload: { readonly DaysAfterInitiation: number };
}

/** A bucket with what is configured of it, as the API takes it. */
export interface BucketRecord {
  readonly name: string;
  readonly objects: string[];
  policy?: string;
  publicAccessBlock?: object;
  lifecycle?: readonly LifecycleRule[];
  tags: readonly Tag[];
}

/** Buckets of the account. */
export class S3State {
  readonly buckets = new Table<BucketRecord>(
    () => new AwsError("NoSuchBucket", "The specified bucket does not exist"),
  );
}

export const s3State = cloudState(() => new S3State());

/** A service of AWS that writes an object. */
export interface ServiceWrite {
  /** `logdelivery.elasticloadbalancing.amazonaws.com` */
  readonly principal: string;
  readonly bucket: string;
  readonly key: string;
}

/** Writes an object if the bucket's policy lets the service do so; returns whether it does. */
export function writeAsService(cloud: Cloud, { principal, bucket, key }: ServiceWrite): boolean {
  const record = s3State(cloud).buckets.find(bucket);
  if (record?.policy === undefined) return false;
  const isAllowed = serviceMay(record.policy, {
    principal,
    action: "s3:PutObject",
    resource: `arn:aws:s3:::${bucket}/${key}`,
    context: { "aws:SecureTransport": "true", "aws:SourceAccount": cloud.accountId },
  });
  if (isAllowed && !record.objects.includes(key)) record.objects.push(key);
  return isAllowed;
}
