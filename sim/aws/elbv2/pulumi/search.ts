/** How the functions find the one object that they are asked for, and show it. */
import { z } from "zod";
import type { Cloud } from "../../../core/cloud.ts";
import { AwsError } from "../../../core/errors.ts";
import type { Properties } from "../../../core/resource-type.ts";
import { tagMap, type TagMap } from "../../tags.ts";

/** By ARN, else by name, and always by tags. */
export const searchArgs = {
  arn: z.string().optional(),
  name: z.string().optional(),
  tags: z.record(z.string(), z.string()).optional(),
};

/** The provider's words around an error of the API. */
export function described<T>(what: string, describe: () => T): T {
  try {
    return describe();
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw new AwsError(error.code, `reading ${what}: ${error.code}: ${error.message}`, error.statusCode);
  }
}

/** @throws Error in the words of terraform-provider-aws, which Pulumi's AWS provider is made of. */
export function only<T>(found: readonly T[]): T {
  const [one, ...others] = found;
  if (one === undefined || others.length > 0) {
    throw new Error(`Search returned ${found.length} results, please revise so only one is returned`);
  }
  return one;
}

export function hasTags(cloud: Cloud, arn: string, wanted: TagMap = {}): boolean {
  const tags = tagsOf(cloud, arn);
  return Object.entries(wanted).every(([key, value]) => tags[key] === value);
}

export function tagsOf(cloud: Cloud, arn: string): TagMap {
  const { TagDescriptions } = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTags", {
    ResourceArns: [arn],
  });
  return tagMap(TagDescriptions[0]?.Tags);
}

/** Functions show the blocks of an action as lists. */
export function listBlocks({ fixedResponse, forward, redirect, ...rest }: Properties): Properties {
  return {
    ...rest,
    authenticateCognitos: [],
    authenticateOidcs: [],
    fixedResponses: list(fixedResponse),
    forwards: list(forward).map(({ stickiness, targetGroups }) => ({
      stickinesses: list(stickiness),
      targetGroups,
    })),
    jwtValidations: [],
    redirects: list(redirect),
  };
}

function list(block: unknown): Properties[] {
  return block === undefined ? [] : [block as Properties];
}
