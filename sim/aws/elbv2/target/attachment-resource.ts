import { z } from "zod";
import { defined } from "../../../core/defined.ts";
import { NotSimulated } from "../../../core/errors.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { elbv2State } from "../state.ts";

const TOKEN = "aws:lb/targetGroupAttachment:TargetGroupAttachment";

const schema = z.object({
  availabilityZone: z.string().optional(),
  port: z.number().optional(),
  targetGroupArn: z.string(),
  targetId: z.string(),
});

/** Schema: terraform-provider-aws/internal/service/elbv2/target_group_attachment.go */
export const targetGroupAttachmentResource = awsResource({
  token: TOKEN,
  schema,
  replaceOnChange: ["availabilityZone", "port", "targetGroupArn", "targetId"],
  computed: [],

  create({ cloud }, inputs) {
    cloud.call(cloud.administrator, "elasticloadbalancing", "RegisterTargets", apiTargets(inputs));
    return `${inputs.targetGroupArn}-${cloud.ids.hex(26)}`;
  },

  /** `TARGET-GROUP-ARN,TARGET-ID[,PORT]` */
  findImported(_context, importId) {
    const [targetGroupArn = "", targetId = "", port, ...more] = importId.split(",");
    if (targetId === "" || more.length > 0) throw new NotSimulated(TOKEN, `import of ${importId}`);
    const properties = { targetGroupArn, targetId, ...(port !== undefined && { port: Number(port) }) };
    return { id: importId, properties };
  },

  read({ cloud }, _id, properties) {
    const { targetGroupArn, targetId, port, availabilityZone } = schema.parse(properties);
    const group = elbv2State(cloud).targetGroups.find(targetGroupArn);
    const found = group?.targets[`${targetId}:${port ?? group.port}`];
    if (found === undefined || found.drainsUntil !== undefined) return undefined;
    return { targetGroupArn, targetId, port, availabilityZone };
  },

  delete({ cloud }, _id, properties) {
    const inputs = schema.parse(properties);
    if (!elbv2State(cloud).targetGroups.has(inputs.targetGroupArn)) return;
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeregisterTargets", apiTargets(inputs));
  },
});

function apiTargets({ targetGroupArn, targetId, port, availabilityZone }: z.output<typeof schema>) {
  return {
    TargetGroupArn: targetGroupArn,
    Targets: [
      {
        Id: targetId,
        ...defined({ Port: port, AvailabilityZone: availabilityZone }),
      },
    ],
  };
}
