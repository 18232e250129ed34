import type { RewriteConfig, RuleTransform } from "../../../../aws/elbv2/shapes.ts";
import { jsonOf, type Annotations } from "./annotations.ts";

/** A transform of the annotation `transforms.SERVICE`. Facts: pkg/ingress/config_types.go. */
interface RawTransform {
  readonly type?: string;
  readonly hostHeaderRewriteConfig?: RawConfig;
  readonly urlRewriteConfig?: RawConfig;
}

interface RawConfig {
  readonly rewrites?: readonly { readonly regex?: string; readonly replace?: string }[];
}

/** The transforms for requests to a backend as AWS takes them. @throws Error naming what is missing. */
export function parseTransforms(annotations: Annotations | undefined, service: string): RuleTransform[] {
  const transforms = (jsonOf(annotations, `transforms.${service}`) ?? []) as readonly RawTransform[];
  return transforms.map(toRuleTransform);
}

function toRuleTransform({
  type = "",
  hostHeaderRewriteConfig,
  urlRewriteConfig,
}: RawTransform): RuleTransform {
  switch (type) {
    case "host-header-rewrite":
      return {
        Type: type,
        HostHeaderRewriteConfig: toConfig(hostHeaderRewriteConfig, "hostHeaderRewriteConfig"),
      };
    case "url-rewrite":
      return { Type: type, UrlRewriteConfig: toConfig(urlRewriteConfig, "urlRewriteConfig") };
    default:
      throw new Error(`unknown transform type: ${type}`);
  }
}

function toConfig(raw: RawConfig | undefined, name: string): { readonly Rewrites: readonly RewriteConfig[] } {
  if (raw === undefined) throw new Error(`missing ${name}`);
  const { rewrites = [] } = raw;
  if (rewrites.length === 0) throw new Error(`${name}.rewrites cannot be empty`);
  return { Rewrites: rewrites.map(({ regex = "", replace = "" }) => ({ Regex: regex, Replace: replace })) };
}
