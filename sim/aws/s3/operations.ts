/** Operations of the S3 API on buckets. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { parsePolicyDocument } from "../iam/policy-document.ts";
import type { Tag } from "../tags.ts";
import { s3State, type BucketRecord, type LifecycleRule } from "./state.ts";

interface BucketInput {
  readonly Bucket: string;
}

/** What is done to a bucket that is there. */
function onBucket<I extends BucketInput>(action: string, change: (bucket: BucketRecord, input: I) => void) {
  return operation<I, object>({
    authorize: (_cloud, { Bucket }) => [{ action: `s3:${action}`, resources: [`arn:aws:s3:::${Bucket}`] }],
    run(cloud, input) {
      change(s3State(cloud).buckets.get(input.Bucket), input);
      return {};
    },
  });
}

export const s3Operations = {
  CreateBucket: operation<BucketInput, object>({
    authorize: (_cloud, { Bucket }) => [{ action: "s3:CreateBucket", resources: [`arn:aws:s3:::${Bucket}`] }],
    run(cloud, { Bucket: name }) {
      if (s3State(cloud).buckets.has(name)) {
        throw new AwsError(
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.",
        );
      }
      s3State(cloud).buckets.set(name, { name, objects: [], tags: [] });
      return {};
    },
  }),

  DeleteBucket: operation<BucketInput, object>({
    authorize: (_cloud, { Bucket }) => [{ action: "s3:DeleteBucket", resources: [`arn:aws:s3:::${Bucket}`] }],
    run(cloud, { Bucket }) {
      if (s3State(cloud).buckets.get(Bucket).objects.length > 0) {
        throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty");
      }
      s3State(cloud).buckets.delete(Bucket);
      return {};
    },
  }),

  PutBucketTagging: onBucket<BucketInput & { readonly Tagging: { readonly TagSet: readonly Tag[] } }>(
    "PutBucketTagging",
    (bucket, { Tagging }) => {
      bucket.tags = Tagging.TagSet;
    },
  ),

  PutBucketPolicy: onBucket<BucketInput & { readonly Policy: string }>(
    "PutBucketPolicy",
    (bucket, { Policy }) => {
      parsePolicyDocument(Policy);
      bucket.policy = Policy;
    },
  ),

  DeleteBucketPolicy: onBucket("DeleteBucketPolicy", (bucket) => {
    delete bucket.policy;
  }),

  PutPublicAccessBlock: onBucket<BucketInput & { readonly PublicAccessBlockConfiguration: object }>(
    "PutBucketPublicAccessBlock",
    (bucket, { PublicAccessBlockConfiguration }) => {
      bucket.publicAccessBlock = PublicAccessBlockConfiguration;
    },
  ),

  DeletePublicAccessBlock: onBucket("PutBucketPublicAccessBlock", (bucket) => {
    delete bucket.publicAccessBlock;
  }),

  PutBucketLifecycleConfiguration: onBucket<
    BucketInput & { readonly LifecycleConfiguration: { readonly Rules: readonly LifecycleRule[] } }
  >("PutLifecycleConfiguration", (bucket, { LifecycleConfiguration }) => {
    bucket.lifecycle = LifecycleConfiguration.Rules;
  }),

  DeleteBucketLifecycle: onBucket("PutLifecycleConfiguration", (bucket) => {
    delete bucket.lifecycle;
  }),
};

/** Deletes all that is in a bucket, as the provider does with `forceDestroy`. */
export function emptyBucket(cloud: Cloud, name: string): void {
  s3State(cloud).buckets.find(name)?.objects.splice(0);
}
