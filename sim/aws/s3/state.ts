import type { Cloud } from "../../core/cloud.ts";
import { cloudState } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { Table } from "../../core/table.ts";
import { serviceMay } from "../iam/resource-policy.ts";
import type { Tag } from "../tags.ts";

/** What becomes of objects with time, and of parts that were left over. */
interface LifecycleRule {
  readonly ID: string;
  readonly Status: string;
  readonly Filter: { readonly Prefix: string };
  readonly Expiration: { readonly Days: number };
  readonly AbortIncompleteMultipartUpload: { readonly DaysAfterInitiation: number };
}

/** What is configured of a bucket, as the API takes it. */
export interface BucketSettings {
  Policy: string;
  PublicAccessBlockConfiguration: object;
  LifecycleConfiguration: { readonly Rules: readonly LifecycleRule[] };
}

export interface BucketRecord extends Partial<BucketSettings> {
  readonly name: string;
  readonly arn: string;
  readonly objects: string[];
  tags: readonly Tag[];
}

/** Buckets of the account. */
export class S3State {
  readonly buckets = new Table<BucketRecord>(
    () => new AwsError("NoSuchBucket", "The specified bucket does not exist"),
  );
}

export const s3State = cloudState(() => new S3State());

/** Writes an object if the bucket's policy lets a service of AWS do so; returns whether it does. */
export function writeAsService(
  cloud: Cloud,
  { principal, bucket, key }: Readonly<Record<"principal" | "bucket" | "key", string>>,
): boolean {
  const { arn, Policy, objects = [] } = s3State(cloud).buckets.find(bucket) ?? {};
  if (Policy === undefined) return false;
  const context = { "aws:SecureTransport": "true", "aws:SourceAccount": cloud.accountId };
  const request = { principal, action: "s3:PutObject", resource: `${arn}/${key}`, context };
  const isAllowed = serviceMay(Policy, request);
  if (isAllowed && !objects.includes(key)) objects.push(key);
  return isAllowed;
}
