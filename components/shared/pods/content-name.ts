import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/**
 * A name that follows from content: another content is another object, so that pods roll over to it, and those that were
 * there before keep theirs. It is plain, also of secret content: who may read the names of objects can tell whether a guess
 * of the whole content is right, and no more.
 *
 * @param prefix begins the name.
 */
export function contentName(
  prefix: string,
  content: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Input<string> {
  if (isKnown(content)) return nameOf(prefix, content);
  return pulumi.unsecret(pulumi.all({ ...content }).apply((known) => nameOf(prefix, known)));
}

/** Whether all of it is there already. */
export function isKnown(
  content: Readonly<Record<string, pulumi.Input<string>>>,
): content is Readonly<Record<string, string>> {
  return Object.values(content).every((value) => typeof value === "string");
}

function nameOf(prefix: string, content: Readonly<Record<string, string>>): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 10)}`;
}
