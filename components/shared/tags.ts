import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import type { Form } from "./forms.ts";
import { isReserved, RESERVED_NAMES } from "./reserved-names.ts";

/** Tags by key. A value may be a secret, or known only later. */
export type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/** Limits of a tag: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const CHARACTERS = "letters, digits, spaces and any of _ . : / = + - @";

/** The form of a tag's value. */
export const TAG_VALUE: Form = [/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u, `up to 256 ${CHARACTERS}`];

/** AWS allows 50 tags; some resources have up to ten from Kubernetes, the controller and their component. */
const MAX_TAGS = 40;

/** Checks tags that a component puts on all that it makes. */
export function checkTags(tags: ArgsCheck<Tags> | undefined): void {
  if (tags === undefined) return;
  const keys = Object.keys(tags.args);
  if (keys.length > MAX_TAGS) {
    tags.addAt(
      tags.place,
      `has ${keys.length} tags; use ${MAX_TAGS} or fewer, as AWS allows 50 and some are added`,
    );
  }
  const quoted = tags.withQuotedKeys();
  for (const key of keys) {
    if (isReserved("tagKey", key)) {
      quoted.add(key, RESERVED_NAMES.tagKey.reason);
    } else if (!KEY.test(key)) {
      quoted.add(key, `is not a key of a tag; use 1 to 128 ${CHARACTERS}`);
    }
    quoted.text(key, TAG_VALUE);
  }
}
