import { z } from "zod";
import { findTagged } from "../kinds.ts";
import { awsResource } from "../../pulumi/resource.ts";

/**
 * One tag of an object that the program does not own.
 *
 * Schema: terraform-provider-aws/internal/service/ec2/tag_gen.go; the id is `<resource id>,<key>`.
 */
export const tagResource = awsResource({
  token: "aws:ec2/tag:Tag",
  schema: z.object({ key: z.string(), resourceId: z.string(), value: z.string() }),
  replaceOnChange: ["key", "resourceId"],
  computed: [],

  create({ cloud }, inputs) {
    cloud.call(cloud.administrator, "ec2", "CreateTags", {
      Resources: [inputs.resourceId],
      Tags: [{ Key: inputs.key, Value: inputs.value }],
    });
    return `${inputs.resourceId},${inputs.key}`;
  },

  read({ cloud }, id) {
    const { resourceId, key } = partsOf(id);
    const tag = findTagged(cloud, resourceId)?.Tags.find(({ Key }) => Key === key);
    return tag && { key, resourceId, value: tag.Value };
  },

  update({ cloud }, _id, _before, after) {
    cloud.call(cloud.administrator, "ec2", "CreateTags", {
      Resources: [after.resourceId],
      Tags: [{ Key: after.key, Value: after.value }],
    });
  },

  delete({ cloud }, id) {
    const { resourceId, key } = partsOf(id);
    if (findTagged(cloud, resourceId) === undefined) return;
    cloud.call(cloud.administrator, "ec2", "DeleteTags", { Resources: [resourceId], Tags: [{ Key: key }] });
  },
});

function partsOf(id: string): { resourceId: string; key: string } {
  const comma = id.indexOf(",");
  return { resourceId: id.slice(0, comma), key: id.slice(comma + 1) };
}
