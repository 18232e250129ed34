/**
 * Transforms of rules: which are valid.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RuleTransform.html; the words are our own, those
 * of the service are not known.
 */
import { NotSimulated } from "../../../core/errors.ts";
import { notInEnum, validationError } from "../errors.ts";
import type { RewriteConfig, RuleTransform } from "../shapes.ts";
import { checkRegex } from "./regex.ts";

/** For each type of transform, the part that describes it. */
export const TRANSFORM_CONFIGS = {
  "host-header-rewrite": "HostHeaderRewriteConfig",
  "url-rewrite": "UrlRewriteConfig",
} as const;

export type TransformType = keyof typeof TRANSFORM_CONFIGS;

const TYPES = Object.keys(TRANSFORM_CONFIGS) as TransformType[];

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RewriteConfig.html */
const MAX_LENGTH = 1024;

/** The checked transforms of a rule; nothing where there are none. @throws AwsError ValidationError */
export function newTransforms(transforms: readonly RuleTransform[]): {
  readonly transforms?: readonly RuleTransform[];
} {
  for (const [index, transform] of transforms.entries()) checkTransform(transform, index);
  for (const type of TYPES) {
    if (transforms.filter(({ Type }) => Type === type).length > 1) {
      throw validationError(`A rule can only have one '${type}' transform`);
    }
  }
  return transforms.length === 0 ? {} : { transforms };
}

/** What a transform rewrites. */
export function rewritesOf(transform: RuleTransform): readonly RewriteConfig[] {
  const type = TYPES.find((known) => known === transform.Type);
  return (type && transform[TRANSFORM_CONFIGS[type]]?.Rewrites) ?? [];
}

function checkTransform(transform: RuleTransform, index: number): void {
  const type = TYPES.find((known) => known === transform.Type);
  if (type === undefined) {
    throw notInEnum(transform.Type ?? "", `transforms.${index + 1}.member.type`, TYPES);
  }
  for (const other of TYPES) {
    if (other !== type && transform[TRANSFORM_CONFIGS[other]] !== undefined) {
      throw validationError(`A '${TRANSFORM_CONFIGS[other]}' cannot be specified with '${type}'`);
    }
  }
  const rewrites = rewritesOf(transform);
  if (rewrites.length === 0) {
    throw validationError(`A '${TRANSFORM_CONFIGS[type]}' with rewrites must be specified with '${type}'`);
  }
  if (rewrites.length > 1) {
    throw new NotSimulated("elasticloadbalancing:CreateRule", `several rewrites in a '${type}' transform`);
  }
  for (const rewrite of rewrites) checkRewrite(rewrite, type);
}

function checkRewrite(
  { Regex: regex = "", Replace: replace = "" }: RewriteConfig,
  type: TransformType,
): void {
  if (regex === "") throw validationError(`A 'Regex' must be specified with '${type}'`);
  if (regex.length > MAX_LENGTH || replace.length > MAX_LENGTH) {
    throw validationError(`The '${type}' value is too long; the limit is '${MAX_LENGTH}'`);
  }
  checkRegex(regex, type);
}
