import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { isReserved, RESERVED_NAMES } from "./reserved-names.ts";
import { shown } from "./shown.ts";

/** Tags by key. A value may be a secret, or known only later. */
export type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/** Limits of a tag: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const CHARACTERS = "letters, digits, spaces and any of _ . : / = + - @";

/** AWS allows 50 tags; some resources have up to ten from Kubernetes, the controller and their component. */
const MAX_TAGS = 40;

/** Checks tags that a component puts on all that it makes. */
export function checkTags(check: ArgsCheck, path: string, tags: Tags): void {
  const count = Object.keys(tags).length;
  if (count > MAX_TAGS) {
    check.add(path, `has ${count} tags; use ${MAX_TAGS} or fewer, as AWS allows 50 and some are added`);
  }
  for (const [key, value] of Object.entries(tags)) {
    const tag = `${path}[${shown(key)}]`;
    if (isReserved("tagKey", key)) {
      check.add(tag, RESERVED_NAMES.tagKey.reason);
    } else if (!KEY.test(key)) {
      check.add(tag, `is not a key of a tag; use 1 to 128 ${CHARACTERS}`);
    }
    check.text(tag, value, VALUE, `up to 256 ${CHARACTERS}`);
  }
}
