import { AwsError } from "../../core/errors.ts";
import type { Caller } from "../../core/caller.ts";
import { mergeTags, type Tag } from "../tags.ts";
import { invalidValue } from "./errors.ts";

/** Tags that a request gives to the objects of one type that it makes. */
export interface TagSpecification {
  /** `security-group`, `network-interface`, ... */
  readonly ResourceType?: string | undefined;
  readonly Tags?:
    readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[] | undefined;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/** The tags that a request has for objects of `type`. */
export function tagsFor(specifications: readonly TagSpecification[] | undefined, type: string): Tag[] {
  return (specifications ?? [])
    .filter((specification) => specification.ResourceType === type)
    .flatMap(({ Tags }) => (Tags ?? []).map(({ Key, Value }) => ({ Key: Key ?? "", Value: Value ?? "" })));
}

/**
 * The checked tags of a new object of `type`.
 *
 * @throws AwsError for reserved, over-long, doubled or too many tags, or a specification for another type.
 */
export function newTags(
  specifications: readonly TagSpecification[] | undefined,
  type: string,
  caller: Caller,
): Tag[] {
  for (const { ResourceType } of specifications ?? []) {
    if (ResourceType !== type) {
      throw invalidValue(`'${ResourceType ?? ""}' is not a valid taggable resource type for this operation.`);
    }
  }
  return withTags([], tagsFor(specifications, type), caller);
}

/** `present` with `added` set over it, checked. AWS services may set the keys under `aws:`. */
export function withTags(present: readonly Tag[], added: readonly Tag[], caller: Caller): Tag[] {
  const keys = new Set<string>();
  for (const { Key, Value } of added) {
    checkTag(Key, Value, caller);
    if (keys.has(Key)) throw invalidValue(`Duplicate tag key '${Key}' specified.`);
    keys.add(Key);
  }
  const result = mergeTags(present, added);
  if (result.filter(({ Key }) => !Key.startsWith("aws:")).length > MAX_TAGS) {
    throw new AwsError("TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
  }
  return result;
}

function checkTag(key: string, value: string, caller: Caller): void {
  if (key === "") throw invalidValue("Tag key cannot be empty.");
  if (key.startsWith("aws:") && caller.kind !== "service") {
    throw invalidValue("Tag keys starting with 'aws:' are reserved for internal use");
  }
  if (key.length > MAX_KEY_LENGTH) {
    throw invalidValue(`Tag key exceeds the maximum length of ${MAX_KEY_LENGTH} characters`);
  }
  if (value.length > MAX_VALUE_LENGTH) {
    throw invalidValue(`Tag value exceeds the maximum length of ${MAX_VALUE_LENGTH} characters`);
  }
}
