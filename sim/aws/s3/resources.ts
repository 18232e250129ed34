/** Pulumi types of buckets and of what is configured of them. Schemas: terraform-provider-aws/internal/service/s3/. */
import { z } from "zod";
import { namePrefixOf, prefixedName } from "../../core/physical-name.ts";
import type { Properties } from "../../core/resource-type.ts";
import { isSamePolicy } from "../iam/policy-document.ts";
import { unlessGone } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../tags.ts";
import { emptyBucket } from "./operations.ts";
import { s3State, type LifecycleRule } from "./state.ts";

const bucketResource = awsResource({
  token: "aws:s3/bucket:Bucket",
  schema: z.object({ bucketPrefix: z.string(), forceDestroy: z.boolean().optional(), ...tagsInput }),
  defaults: { forceDestroy: false },
  replaceOnChange: ["bucketPrefix"],
  computed: ["arn", "bucket", "bucketRegionalDomainName", "tagsAll"],

  create({ cloud, provider }, { bucketPrefix, tags }) {
    const name = prefixedName(cloud, bucketPrefix);
    cloud.call(cloud.administrator, "s3", "CreateBucket", { Bucket: name });
    const TagSet = tagList(tagsWithDefaults(provider, tags));
    if (TagSet.length > 0) {
      cloud.call(cloud.administrator, "s3", "PutBucketTagging", { Bucket: name, Tagging: { TagSet } });
    }
    return name;
  },

  read(context, bucket, properties) {
    const record = s3State(context.cloud).buckets.find(bucket);
    return (
      record && {
        arn: `arn:aws:s3:::${bucket}`,
        bucket,
        bucketPrefix: namePrefixOf(bucket),
        forceDestroy: properties["forceDestroy"] ?? false,
        bucketRegionalDomainName: `${bucket}.s3.${context.cloud.region}.amazonaws.com`,
        ...tagOutputs(context, record.tags, properties),
      }
    );
  },

  update({ cloud, provider }, Bucket, _before, { tags }) {
    const TagSet = tagList(tagsWithDefaults(provider, tags));
    cloud.call(cloud.administrator, "s3", "PutBucketTagging", { Bucket, Tagging: { TagSet } });
  },

  delete({ cloud }, Bucket, { forceDestroy }) {
    if (forceDestroy === true) emptyBucket(cloud, Bucket);
    unlessGone(["NoSuchBucket"], () => cloud.call(cloud.administrator, "s3", "DeleteBucket", { Bucket }));
  },
});

const policyResource = awsResource({
  token: "aws:s3/bucketPolicy:BucketPolicy",
  schema: z.object({ bucket: z.string(), policy: z.string() }),
  replaceOnChange: ["bucket"],
  computed: [],
  isSame: (property, before, after) =>
    property === "policy" ? isSamePolicy(String(before), String(after)) : undefined,

  create({ cloud }, { bucket: Bucket, policy: Policy }) {
    cloud.call(cloud.administrator, "s3", "PutBucketPolicy", { Bucket, Policy });
    return Bucket;
  },
  read({ cloud }, bucket) {
    const policy = s3State(cloud).buckets.find(bucket)?.policy;
    return policy === undefined ? undefined : { bucket, policy };
  },
  update({ cloud }, Bucket, _before, { policy: Policy }) {
    cloud.call(cloud.administrator, "s3", "PutBucketPolicy", { Bucket, Policy });
  },
  delete({ cloud }, Bucket) {
    unlessGone(["NoSuchBucket"], () =>
      cloud.call(cloud.administrator, "s3", "DeleteBucketPolicy", { Bucket }),
    );
  },
});

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"] as const;

function apiName(name: string): string {
  return `${name[0]!.toUpperCase()}${name.slice(1)}`;
}

const publicAccessBlockResource = awsResource({
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  schema: z.object({
    bucket: z.string(),
    ...Object.fromEntries(BLOCKS.map((name) => [name, z.boolean().optional()])),
  }),
  replaceOnChange: ["bucket"],
  computed: [],

  create({ cloud }, { bucket: Bucket, ...blocks }: Properties & { bucket: string }) {
    cloud.call(cloud.administrator, "s3", "PutPublicAccessBlock", {
      Bucket,
      PublicAccessBlockConfiguration: Object.fromEntries(
        BLOCKS.map((name) => [apiName(name), blocks[name] === true]),
      ),
    });
    return Bucket;
  },
  read({ cloud }, bucket) {
    const blocks = s3State(cloud).buckets.find(bucket)?.publicAccessBlock as Properties | undefined;
    return blocks && { bucket, ...Object.fromEntries(BLOCKS.map((name) => [name, blocks[apiName(name)]])) };
  },
  delete({ cloud }, Bucket) {
    unlessGone(["NoSuchBucket"], () =>
      cloud.call(cloud.administrator, "s3", "DeletePublicAccessBlock", { Bucket }),
    );
  },
});

const rule = z.strictObject({
  id: z.string(),
  status: z.literal("Enabled"),
  expiration: z.strictObject({ days: z.number() }),
  abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: z.number() }),
});

const lifecycleSchema = z.object({ bucket: z.string(), rules: z.array(rule) });

function lifecycleInput({ bucket: Bucket, rules }: z.output<typeof lifecycleSchema>) {
  const Rules = rules.map(({ id, status, expiration, abortIncompleteMultipartUpload }) => ({
    ID: id,
    Status: status,
    Filter: { Prefix: "" },
    Expiration: { Days: expiration.days },
    AbortIncompleteMultipartUpload: {
      DaysAfterInitiation: abortIncompleteMultipartUpload.daysAfterInitiation,
    },
  }));
  return { Bucket, LifecycleConfiguration: { Rules } };
}

function ruleOutput({ ID, Status, Expiration, AbortIncompleteMultipartUpload }: LifecycleRule) {
  const { DaysAfterInitiation: daysAfterInitiation } = AbortIncompleteMultipartUpload;
  return {
    ...{ id: ID, status: Status, expiration: { days: Expiration.Days } },
    abortIncompleteMultipartUpload: { daysAfterInitiation },
  };
}

const lifecycleResource = awsResource({
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  schema: lifecycleSchema,
  replaceOnChange: ["bucket"],
  computed: [],

  create({ cloud }, inputs) {
    cloud.call(cloud.administrator, "s3", "PutBucketLifecycleConfiguration", lifecycleInput(inputs));
    return inputs.bucket;
  },
  read({ cloud }, bucket) {
    const rules = s3State(cloud).buckets.find(bucket)?.lifecycle?.map(ruleOutput);
    return rules && { bucket, rules };
  },
  update({ cloud }, _id, _before, after) {
    cloud.call(cloud.administrator, "s3", "PutBucketLifecycleConfiguration", lifecycleInput(after));
  },
  delete({ cloud }, Bucket) {
    unlessGone(["NoSuchBucket"], () =>
      cloud.call(cloud.administrator, "s3", "DeleteBucketLifecycle", { Bucket }),
    );
  },
});

export const s3Resources = [bucketResource, policyResource, publicAccessBlockResource, lifecycleResource];
