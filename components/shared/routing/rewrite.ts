/**
 * Rewriting as AWS does it: what a regular expression matches is replaced. Each expression here matches the whole text, so
 * that it does not matter whether the part that matches is replaced or all.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-transforms.html
 */
import { defined } from "../defined.ts";
import type { RouteRewrite } from "./route.ts";
import type { Replacement, RuleTransforms } from "./rule.ts";

/** @param prefix the one by which the rule's paths match. */
export function transformsOf(rewrite: RouteRewrite | undefined, prefix: string | undefined): RuleTransforms {
  if (rewrite === undefined) return {};
  const { path, host } = rewrite;
  const url =
    prefix !== undefined && rewrite.prefix !== undefined
      ? prefixReplaced(prefix, rewrite.prefix)
      : path && pathReplaced(path);
  return defined({ url: url || undefined, host: host === undefined ? undefined : hostReplaced(host) });
}

/** The conditions of the rule see to it that a `/`, the query or the end follows the prefix. */
function prefixReplaced(prefix: string, replacement: string): Replacement {
  const begin = `^${escaped(withoutSlash(prefix))}`;
  const kept = withoutSlash(replacement);
  return kept === ""
    ? { regex: `${begin}/?(.*)$`, replace: "/$1" }
    : { regex: `${begin}(.*)$`, replace: `${kept}$1` };
}

function pathReplaced(path: string): Replacement {
  return { regex: String.raw`^[^?]*(.*)$`, replace: `${path}$1` };
}

function hostReplaced(host: string): Replacement {
  return { regex: "^.*$", replace: host };
}

/** `/api/` is the same prefix as `/api`, and `/` is none. */
export function withoutSlash(prefix: string): string {
  return prefix.replace(/\/$/, "");
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
