import type * as pulumi from "@pulumi/pulumi";
import type { ArgsCheck } from "./args-check.ts";
import { shown } from "./shown.ts";

/** Tags by key. A value may be a secret, or known only later. */
export type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/** Limits of a tag: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const KEY = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u;
const VALUE = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;
const CHARACTERS = "letters, digits, spaces and any of _ . : / = + - @";

/** AWS allows 50 tags; some resources have up to ten from Kubernetes, the controller and their component. */
const MAX_TAGS = 40;

/**
 * Keys that mean something to those who read them. Set on everything they would mislead: a second security group with the
 * tag of a cluster keeps its controller from opening any, a subnet with both role tags takes both kinds of load balancer.
 */
const RESERVED_KEY = /^(aws:|eks:|kubernetes\.io\/|(elbv2|ingress|service|gateway)\.k8s\.aws\/)/i;

/** Checks tags that a component puts on all that it makes. */
export function checkTags(check: ArgsCheck, path: string, tags: Tags): void {
  const count = Object.keys(tags).length;
  if (count > MAX_TAGS) {
    check.add(path, `has ${count} tags; use ${MAX_TAGS} or fewer, as AWS allows 50 and some are added`);
  }
  for (const [key, value] of Object.entries(tags)) {
    const tag = `${path}[${shown(key)}]`;
    if (RESERVED_KEY.test(key)) {
      check.add(tag, "is a key that AWS or Kubernetes gives a meaning; use another key");
    } else if (!KEY.test(key)) {
      check.add(tag, `is no key of a tag; use 1 to 128 ${CHARACTERS}`);
    }
    check.text(tag, value, VALUE, `up to 256 ${CHARACTERS}`);
  }
}
