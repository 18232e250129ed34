/** Transforms of rules as Pulumi's resource has them. */
import { z } from "zod";
import type { Properties } from "../../../core/resource-type.ts";
import type { RewriteConfig, RuleTransform } from "../shapes.ts";
import { rewritesOf } from "./transform.ts";

const config = z
  .strictObject({ rewrite: z.strictObject({ regex: z.string(), replace: z.string() }).optional() })
  .optional();

/** One entry of `transforms`. */
export const transformInput = z.strictObject({
  type: z.string(),
  hostHeaderRewriteConfig: config,
  urlRewriteConfig: config,
});

type TransformInput = z.output<typeof transformInput>;

/** The transforms for the API. */
export function apiTransforms(
  transforms: readonly TransformInput[] | undefined,
): RuleTransform[] | undefined {
  return transforms?.map(({ type, hostHeaderRewriteConfig, urlRewriteConfig }) => ({
    Type: type,
    ...(hostHeaderRewriteConfig && {
      HostHeaderRewriteConfig: { Rewrites: rewrites(hostHeaderRewriteConfig) },
    }),
    ...(urlRewriteConfig && { UrlRewriteConfig: { Rewrites: rewrites(urlRewriteConfig) } }),
  }));
}

function rewrites({ rewrite }: NonNullable<z.output<typeof config>>): RewriteConfig[] {
  return rewrite === undefined ? [] : [{ Regex: rewrite.regex, Replace: rewrite.replace }];
}

/** The API's transform as a Pulumi property. */
export function transformProperties(transform: RuleTransform): Properties {
  const [{ Regex: regex, Replace: replace } = {}] = rewritesOf(transform);
  const block = { rewrite: { regex, replace } };
  return {
    type: transform.Type,
    ...(transform.HostHeaderRewriteConfig && { hostHeaderRewriteConfig: block }),
    ...(transform.UrlRewriteConfig && { urlRewriteConfig: block }),
  };
}
