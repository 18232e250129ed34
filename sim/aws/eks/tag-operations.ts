/** Tags of all kinds of EKS objects: the API changes them by ARN. */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import type { TagMap } from "../tags.ts";
import { ACCESS_ENTRY } from "./access-entry.ts";
import { ADDON } from "./addons/addon.ts";
import { onTagging } from "./arns.ts";
import { CLUSTER } from "./cluster/cluster.ts";
import { resourceNotFound } from "./errors.ts";
import type { EksKind } from "./kind.ts";
import { NODEGROUP } from "./nodegroup/nodegroup.ts";
import { ASSOCIATION } from "./pod-identity-association.ts";

interface Tagged {
  tags: Record<string, string>;
}

export const tagOperations = {
  TagResource: operation({
    authorize: (_cloud, request: { readonly resourceArn: string; readonly tags: TagMap }) =>
      onTagging(request.resourceArn, request.tags),
    run: (cloud, { resourceArn, tags }): Record<string, never> => {
      Object.assign(taggedBy(cloud, resourceArn).tags, tags);
      return {};
    },
  }),

  UntagResource: operation({
    authorize: (_cloud, request: { readonly resourceArn: string; readonly tagKeys: readonly string[] }) => [
      {
        action: "eks:UntagResource",
        resources: [request.resourceArn],
        context: { "aws:TagKeys": request.tagKeys },
      },
    ],
    run: (cloud, { resourceArn, tagKeys }): Record<string, never> => {
      const resource = taggedBy(cloud, resourceArn);
      for (const key of tagKeys) delete resource.tags[key];
      return {};
    },
  }),
};

function taggedBy(cloud: Cloud, arn: string): Tagged {
  const found =
    withArn(CLUSTER, cloud, arn) ??
    withArn(NODEGROUP, cloud, arn) ??
    withArn(ADDON, cloud, arn) ??
    withArn(ACCESS_ENTRY, cloud, arn) ??
    withArn(ASSOCIATION, cloud, arn);
  if (found === undefined) throw resourceNotFound(`The specified resource could not be found: ${arn}`);
  return found;
}

function withArn<R extends Tagged>(kind: EksKind<never, R>, cloud: Cloud, arn: string): R | undefined {
  return kind.table(cloud).where((one) => kind.arn(one) === arn)[0];
}
