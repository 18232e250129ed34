import { z } from "zod";
import { awsFunction } from "../../pulumi/function.ts";
import { actionProperties } from "./action-properties.ts";
import { described, listBlocks, tagsOf } from "../pulumi/search.ts";

/**
 * A rule by its listener and priority. Its conditions and transforms are not shown: nothing asks for them.
 *
 * https://www.pulumi.com/registry/packages/aws/api-docs/lb/getlistenerrule/
 */
export const getListenerRule = awsFunction({
  token: "aws:lb/getListenerRule:getListenerRule",
  args: { listenerArn: z.string(), priority: z.number() },
  invoke(cloud, { listenerArn, priority }) {
    const { Rules } = described("ELBv2 Listener Rule", () =>
      cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeRules", { ListenerArn: listenerArn }),
    );
    const rule = Rules.find(({ Priority }) => Priority === String(priority));
    if (rule === undefined) throw new Error("reading ELBv2 Listener Rule: empty result");
    const actions = rule.Actions.map((action) => {
      const { targetGroupArn: _isInForwards, ...properties } = listBlocks(actionProperties(action));
      return properties;
    });
    return { actions, arn: rule.RuleArn, listenerArn, priority, tags: tagsOf(cloud, rule.RuleArn) };
  },
});
