import { z } from "zod";
import type { Cloud, InputOf, Operations } from "../../core/cloud.ts";
import { namePrefixOf, prefixedName } from "../../core/physical-name.ts";
import { kindResource } from "../kind/resource.ts";
import { tagsInput } from "../pulumi/tags.ts";
import { tagList, tagMap, type TagMap } from "../tags.ts";
import { logsState } from "./state.ts";

type Logs = Operations["logs"];

function call<A extends keyof Logs>(cloud: Cloud, action: A, parameters: InputOf<Logs[A]>): void {
  cloud.call(cloud.administrator, "logs", action, parameters);
}

/** Schema: terraform-provider-aws/internal/service/logs/group.go */
export const logGroupResource = kindResource(
  {
    table: (cloud) => logsState(cloud).groups,
    tagsOf: ({ tags }) => tagList(tags),
    tagging: (tags): { readonly tags?: TagMap } => (tags.length === 0 ? {} : { tags: tagMap(tags) }),
    changeTags(cloud, name, { set, removedKeys }) {
      const resourceArn = logsState(cloud).groups.get(name).arn;
      if (removedKeys.length > 0) call(cloud, "UntagResource", { resourceArn, tagKeys: removedKeys });
      if (set.length > 0) call(cloud, "TagResource", { resourceArn, tags: tagMap(set) });
    },
  },
  {
    token: "aws:cloudwatch/logGroup:LogGroup",
    schema: z.object({
      namePrefix: z.string(),
      retentionInDays: z.number(),
      kmsKeyId: z.string().optional(),
      skipDestroy: z.literal(false).optional(),
      ...tagsInput,
    }),
    defaults: { skipDestroy: false },
    replaceOnChange: ["namePrefix"],
    computed: ["arn", "deletionProtectionEnabled", "logGroupClass", "name", "tagsAll"],

    create({ cloud }, { namePrefix, retentionInDays, kmsKeyId }, tagging) {
      const logGroupName = prefixedName(cloud, namePrefix);
      call(cloud, "CreateLogGroup", {
        logGroupName,
        ...tagging,
        ...(kmsKeyId !== undefined && { kmsKeyId }),
      });
      call(cloud, "PutRetentionPolicy", { logGroupName, retentionInDays });
      return logGroupName;
    },

    outputs: (_context, { arn, name, retentionInDays, kmsKeyId }) => ({
      arn,
      name,
      namePrefix: namePrefixOf(name),
      retentionInDays,
      kmsKeyId,
      logGroupClass: "STANDARD",
      deletionProtectionEnabled: false,
      skipDestroy: false,
    }),

    update({ cloud }, logGroupName, before, { retentionInDays, kmsKeyId }) {
      if (before.retentionInDays !== retentionInDays) {
        call(cloud, "PutRetentionPolicy", { logGroupName, retentionInDays });
      }
      if (before.kmsKeyId === kmsKeyId) return;
      if (kmsKeyId === undefined) call(cloud, "DisassociateKmsKey", { logGroupName });
      else call(cloud, "AssociateKmsKey", { logGroupName, kmsKeyId });
    },

    delete({ cloud }, logGroupName) {
      call(cloud, "DeleteLogGroup", { logGroupName });
    },
  },
);
