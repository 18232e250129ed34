import { z } from "zod";
import type { Cloud } from "../../../core/cloud.ts";
import { awsResource } from "../../pulumi/resource.ts";
import { tagOutputs, tagsInput } from "../../pulumi/tags.ts";
import { tagList, tagsWithDefaults } from "../../tags.ts";
import { rulesOf } from "./rule.ts";
import { elbv2State } from "../state.ts";
import { actionInput, actionProperties, apiAction } from "./action-properties.ts";
import { apiConditions, conditionInput, conditionProperties } from "./condition-properties.ts";
import { apiTransforms, transformInput, transformProperties } from "./transform-properties.ts";
import { updateTags } from "../pulumi/tags.ts";

/** Schema: terraform-provider-aws/internal/service/elbv2/listener_rule.go */
export const listenerRuleResource = awsResource({
  token: "aws:lb/listenerRule:ListenerRule",
  schema: z.object({
    actions: z.array(actionInput),
    conditions: z.array(conditionInput),
    listenerArn: z.string(),
    priority: z.number().optional(),
    transforms: z.array(transformInput).max(2).optional(),
    ...tagsInput,
  }),
  replaceOnChange: ["listenerArn"],
  computed: ["arn", "priority", "tagsAll"],

  create({ cloud, provider }, inputs) {
    const { Rules } = cloud.call(cloud.administrator, "elasticloadbalancing", "CreateRule", {
      ListenerArn: inputs.listenerArn,
      Priority: inputs.priority ?? nextPriority(cloud, inputs.listenerArn),
      Conditions: apiConditions(inputs.conditions),
      Actions: inputs.actions.map(apiAction),
      Transforms: apiTransforms(inputs.transforms),
      Tags: tagList(tagsWithDefaults(provider, inputs.tags)),
    });
    return Rules[0]!.RuleArn;
  },

  read(context, arn, properties) {
    const rule = elbv2State(context.cloud).rules.find(arn);
    if (rule === undefined) return undefined;
    return {
      actions: rule.actions.map(actionProperties),
      arn,
      conditions: rule.conditions.map(conditionProperties),
      listenerArn: rule.listenerArn,
      priority: rule.priority,
      transforms: rule.transforms?.map(transformProperties),
      ...tagOutputs(context, rule.tags, properties),
    };
  },

  update(context, arn, before, after) {
    const { cloud } = context;
    const call = cloud.administrator;
    if (after.priority !== undefined && after.priority !== before.priority) {
      cloud.call(call, "elasticloadbalancing", "SetRulePriorities", {
        RulePriorities: [{ RuleArn: arn, Priority: after.priority }],
      });
    }
    cloud.call(call, "elasticloadbalancing", "ModifyRule", {
      RuleArn: arn,
      Conditions: apiConditions(after.conditions),
      Actions: after.actions.map(apiAction),
      Transforms: apiTransforms(after.transforms),
      ResetTransforms: after.transforms === undefined || after.transforms.length === 0,
    });
    updateTags(context, arn, before.tags, after.tags);
  },

  delete({ cloud }, arn) {
    if (!elbv2State(cloud).rules.has(arn)) return;
    cloud.call(cloud.administrator, "elasticloadbalancing", "DeleteRule", { RuleArn: arn });
  },
});

/** The provider puts a rule without a priority behind all others. */
function nextPriority(cloud: Cloud, listenerArn: string): number {
  const priorities = rulesOf(cloud, listenerArn).map(({ priority }) =>
    priority === "default" ? 0 : priority,
  );
  return Math.max(...priorities) + 1;
}
