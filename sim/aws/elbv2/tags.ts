import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { mergeTags, requestTagContext, type Tag } from "../tags.ts";
import { onResources } from "./authorization.ts";
import { validationError } from "./errors.ts";
import { elbv2State } from "./state.ts";
import { requireTagged } from "./tagged.ts";

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-tags.html */
const MAX_TAGS = 50;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const MAX_ARNS = 20;

interface AddTagsInput {
  readonly ResourceArns: readonly string[];
  readonly Tags: readonly Tag[];
}

interface RemoveTagsInput {
  readonly ResourceArns: readonly string[];
  readonly TagKeys: readonly string[];
}

interface DescribeTagsInput {
  readonly ResourceArns: readonly string[];
}

/**
 * `present` with the checked tags of a request over it.
 *
 * @throws AwsError DuplicateTagKeys, TooManyTags, ValidationError for reserved keys.
 */
export function withTags(present: readonly Tag[], added: readonly Tag[]): Tag[] {
  const keys = new Set<string>();
  for (const { Key: key } of added) {
    if (keys.has(key)) {
      throw new AwsError("DuplicateTagKeys", `Tag key was specified more than once: ${key}`);
    }
    if (key.toLowerCase().startsWith("aws:")) {
      throw validationError("Tag keys and values cannot start with the reserved prefix 'aws:'");
    }
    keys.add(key);
  }
  const merged = mergeTags(present, added);
  if (merged.length > MAX_TAGS) {
    throw new AwsError(
      "TooManyTags",
      "The quota for the number of tags that can be assigned to a resource has been reached",
    );
  }
  return merged;
}

export const addTags = operation<AddTagsInput, object>({
  authorize: (cloud, { ResourceArns, Tags }) =>
    onResources(cloud, "AddTags", ResourceArns, requestTagContext(Tags)),
  run(cloud, { ResourceArns, Tags }) {
    checkArnCount(ResourceArns);
    const changes = ResourceArns.map((arn) => {
      const object = requireTagged(elbv2State(cloud), arn);
      return { object, tags: withTags(object.tags, Tags) };
    });
    for (const { object, tags } of changes) object.tags = tags;
    return {};
  },
});

export const removeTags = operation<RemoveTagsInput, object>({
  authorize: (cloud, { ResourceArns, TagKeys }) =>
    onResources(cloud, "RemoveTags", ResourceArns, { "aws:TagKeys": TagKeys }),
  run(cloud, { ResourceArns, TagKeys }) {
    checkArnCount(ResourceArns);
    const objects = ResourceArns.map((arn) => requireTagged(elbv2State(cloud), arn));
    for (const object of objects) object.tags = object.tags.filter(({ Key }) => !TagKeys.includes(Key));
    return {};
  },
});

export const describeTags = operation<
  DescribeTagsInput,
  { readonly TagDescriptions: readonly { readonly ResourceArn: string; readonly Tags: readonly Tag[] }[] }
>({
  run(cloud: Cloud, { ResourceArns }) {
    checkArnCount(ResourceArns);
    return {
      TagDescriptions: ResourceArns.map((arn) => ({
        ResourceArn: arn,
        Tags: requireTagged(elbv2State(cloud), arn).tags,
      })),
    };
  },
});

function checkArnCount(arns: readonly string[]): void {
  if (arns.length > MAX_ARNS) {
    throw validationError(`The maximum number of resources that can be specified is '${MAX_ARNS}'`);
  }
}
