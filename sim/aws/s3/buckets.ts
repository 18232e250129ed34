/**
 * Buckets and what is configured of them.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
 */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import type { Properties } from "../../core/resource-type.ts";
import { namePrefixOf, prefixedName } from "../../core/physical-name.ts";
import { documentInput } from "../iam/document-input.ts";
import { parsePolicyDocument } from "../iam/policy-document.ts";
import { apiKind } from "../kind/api-kind.ts";
import { callsOf } from "../kind/call.ts";
import { putResource } from "../kind/put-resource.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { spellings } from "../spelling.ts";
import { tagList, tagsWithDefaults, type Tag } from "../tags.ts";
import { s3State, type BucketSettings } from "./state.ts";

const call = callsOf("s3");
const { toApi, fromApi } = spellings({ id: "ID" });
const buckets = apiKind({
  ...{ service: "s3", key: "Bucket", delete: "DeleteBucket" },
  table: (cloud) => s3State(cloud).buckets,
  arn: (cloud, name) => cloud.arn("s3", name, { regional: false, account: false }),
});

/** The operation that configures something. @param action as IAM calls it. */
function put<M extends keyof BucketSettings>(
  action: string,
  member: M,
  check?: (value: BucketSettings[M]) => unknown,
) {
  return buckets.change<Pick<BucketSettings, M>>(action, (bucket, input: Pick<BucketSettings, M>) => {
    check?.(input[member]);
    Object.assign(bucket, { [member]: input[member] });
  });
}

function unset(action: string, member: keyof BucketSettings) {
  return buckets.change(action, (bucket) => {
    delete bucket[member];
  });
}

export const s3Operations = {
  CreateBucket: operation<{ readonly Bucket: string }, object>({
    authorize: buckets.onNew("CreateBucket"),
    run(cloud, { Bucket: name }) {
      if (buckets.table(cloud).has(name)) {
        throw new AwsError(
          "BucketAlreadyOwnedByYou",
          "Your previous request to create the named bucket succeeded and you already own it.",
        );
      }
      buckets.table(cloud).set(name, { name, arn: buckets.arn(cloud, name), objects: [], tags: [] });
      return {};
    },
  }),

  DeleteBucket: buckets.deletion(({ objects }) => {
    if (objects.length > 0)
      throw new AwsError("BucketNotEmpty", "The bucket you tried to delete is not empty");
  }),

  PutBucketTagging: buckets.change<{ readonly Tagging: { readonly TagSet: readonly Tag[] } }>(
    "PutBucketTagging",
    (bucket, { Tagging }) => {
      bucket.tags = Tagging.TagSet;
    },
  ),

  PutBucketPolicy: put("PutBucketPolicy", "Policy", parsePolicyDocument),
  DeleteBucketPolicy: unset("DeleteBucketPolicy", "Policy"),
  PutPublicAccessBlock: put("PutBucketPublicAccessBlock", "PublicAccessBlockConfiguration"),
  DeletePublicAccessBlock: unset("PutBucketPublicAccessBlock", "PublicAccessBlockConfiguration"),
  PutBucketLifecycleConfiguration: put("PutLifecycleConfiguration", "LifecycleConfiguration"),
  DeleteBucketLifecycle: unset("PutLifecycleConfiguration", "LifecycleConfiguration"),
};

function tag(cloud: Cloud, Bucket: string, TagSet: readonly Tag[]): void {
  call(cloud, "PutBucketTagging", { Bucket, Tagging: { TagSet } });
}

/** Schemas: terraform-provider-aws/internal/service/s3/ */
const bucketResource = buckets.resource({
  token: "aws:s3/bucket:Bucket",
  schema: z.object({ bucketPrefix: z.string(), forceDestroy: z.boolean().optional(), ...tagsInput }),
  defaults: { forceDestroy: false },
  replaceOnChange: ["bucketPrefix"],
  computed: ["arn", "bucket", "bucketRegionalDomainName", "tagsAll"],
  create({ cloud }, { bucketPrefix }, { Tags }) {
    const Bucket = prefixedName(cloud, bucketPrefix);
    call(cloud, "CreateBucket", { Bucket });
    if (Tags.length > 0) tag(cloud, Bucket, Tags);
    return Bucket;
  },
  outputs: ({ cloud }, { name, arn }, { forceDestroy = false }) => ({
    ...{ arn, bucket: name, bucketPrefix: namePrefixOf(name), forceDestroy },
    bucketRegionalDomainName: `${name}.s3.${cloud.region}.${cloud.dnsSuffix}`,
  }),
  update({ cloud, provider }, name, _before, { tags }) {
    tag(cloud, name, tagList(tagsWithDefaults(provider, tags)));
  },
  delete({ cloud }, name, { forceDestroy }) {
    if (forceDestroy === true) buckets.table(cloud).find(name)?.objects.splice(0);
    buckets.remove(cloud, name);
  },
});

const ofBucket = { replaceOnChange: ["bucket"], computed: [], table: buckets.table };

const policyResource = putResource({
  ...ofBucket,
  token: "aws:s3/bucketPolicy:BucketPolicy",
  schema: z.object({ bucket: z.string(), policy: z.string() }),
  ...documentInput("policy"),
  put({ cloud }, { bucket: Bucket, policy: Policy }) {
    call(cloud, "PutBucketPolicy", { Bucket, Policy });
    return Bucket;
  },
  read({ cloud }, bucket) {
    const { Policy: policy } = buckets.table(cloud).find(bucket) ?? {};
    return policy === undefined ? undefined : { bucket, policy };
  },
  remove: ({ cloud }, Bucket) => call(cloud, "DeleteBucketPolicy", { Bucket }),
});

const BLOCKS = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];

const publicAccessBlockResource = putResource({
  ...ofBucket,
  token: "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
  schema: z.object({
    bucket: z.string(),
    ...Object.fromEntries(BLOCKS.map((name) => [name, z.boolean().optional()])),
  }),
  put({ cloud }, { bucket: Bucket, ...given }: Properties & { readonly bucket: string }) {
    const blocks = BLOCKS.map((name) => [name, given[name] === true] as const);
    const PublicAccessBlockConfiguration = toApi(Object.fromEntries(blocks));
    call(cloud, "PutPublicAccessBlock", { Bucket, PublicAccessBlockConfiguration });
    return Bucket;
  },
  read({ cloud }, bucket) {
    const found = buckets.table(cloud).find(bucket)?.PublicAccessBlockConfiguration;
    return found && { bucket, ...fromApi(found) };
  },
  remove: ({ cloud }, Bucket) => call(cloud, "DeletePublicAccessBlock", { Bucket }),
});

const rule = z.strictObject({
  id: z.string(),
  status: z.literal("Enabled"),
  expiration: z.strictObject({ days: z.number() }),
  abortIncompleteMultipartUpload: z.strictObject({ daysAfterInitiation: z.number() }),
});

const lifecycleResource = putResource({
  ...ofBucket,
  token: "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  schema: z.object({ bucket: z.string(), rules: z.array(rule) }),
  put({ cloud }, { bucket: Bucket, rules }) {
    const ofAll = rules.map((one) => ({ ...one, filter: { prefix: "" } }));
    const LifecycleConfiguration = toApi({ rules: ofAll }) as BucketSettings["LifecycleConfiguration"];
    call(cloud, "PutBucketLifecycleConfiguration", { Bucket, LifecycleConfiguration });
    return Bucket;
  },
  read({ cloud }, bucket) {
    const found = buckets.table(cloud).find(bucket)?.LifecycleConfiguration;
    const { rules } = fromApi({ ...found }) as { readonly rules?: readonly { readonly filter: object }[] };
    return rules && { bucket, rules: rules.map(({ filter: _, ...rule }) => rule) };
  },
  remove: ({ cloud }, Bucket) => call(cloud, "DeleteBucketLifecycle", { Bucket }),
});

export const s3Resources = [bucketResource, policyResource, publicAccessBlockResource, lifecycleResource];
