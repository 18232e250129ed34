import { createHash } from "node:crypto";

/**
 * A name that follows from content, as far as it is known: another content is another object, so that pods roll over to
 * it, and those that were there before keep theirs.
 *
 * @param prefix begins the name.
 */
export function contentName(prefix: string, content: Readonly<Record<string, string>>): string {
  return `${prefix}-${createHash("sha256").update(JSON.stringify(content)).digest("hex").slice(0, 10)}`;
}
