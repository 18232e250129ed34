import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ifThere } from "../shared/if-there.ts";
import { childNames } from "./names.ts";
import type { LoadBalancerSide } from "./own-load-balancer.ts";
import type { ResolvedSharedLoadBalancerArgs } from "./resolve.ts";
import { createRules, type Needs } from "./rules.ts";

/** How far apart rules stand on a listener that others use too. */
const STEP = 10;

/** Rules on a given listener. Those of others are left alone: a number that one of them has is refused. */
export function addToListener(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedSharedLoadBalancerArgs,
  needs: Needs,
): LoadBalancerSide {
  const arn = args.listenerArn!;
  const loadBalancer = findLoadBalancer(parent, arn);
  const rules = createRules(
    parent,
    {
      name: childNames(name).rules,
      arn,
      range: { above: args.priorityFrom! - 1, step: STEP },
      checkNew: (priorities, listenerArn) => refuseTaken(parent, name, priorities, listenerArn),
    },
    args,
    needs,
  );
  return {
    nodes: { ...NOT_OURS, certificates: [], rules },
    loadBalancerArn: loadBalancer.arn,
    dnsName: loadBalancer.dnsName,
    zoneId: loadBalancer.zoneId,
    securityGroupIds: loadBalancer.securityGroups,
  };
}

const NOT_OURS = {
  securityGroup: undefined,
  loadBalancer: undefined,
  httpListener: undefined,
  httpsListener: undefined,
  webAclAssociation: undefined,
};

function findLoadBalancer(
  parent: pulumi.Resource,
  listenerArn: pulumi.Input<string>,
): pulumi.Output<aws.lb.GetLoadBalancerResult> {
  const listener = aws.lb.getListenerOutput({ arn: listenerArn }, { parent });
  return aws.lb.getLoadBalancerOutput({ arn: listener.loadBalancerArn }, { parent });
}

async function refuseTaken(
  parent: pulumi.Resource,
  name: string,
  priorities: readonly number[],
  listenerArn: string,
): Promise<void> {
  const taken = await Promise.all(
    priorities.map(async (priority) => {
      const rule = await ifThere(aws.lb.getListenerRule({ listenerArn, priority }, { parent }));
      return rule && `priority ${priority} is that of rule ${rule.arn}`;
    }),
  );
  const found = taken.filter((one) => one !== undefined);
  if (found.length === 0) return;
  throw new pulumi.RunError(
    `SharedLoadBalancer "${name}": on listener ${listenerArn} ${found.join(", ")}; use a priorityFrom from which on numbers are free`,
  );
}
