import type { Answers } from "./pulumi-program.ts";

/** What a controller has made of the Ingress. */
export interface Made {
  readonly hostname: string;
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  /** Tags of the target group that the only rule forwards to. */
  readonly targetGroupTags: Readonly<Record<string, string>>;
}

const REVISION = /multicluster-ingress\/revision=([0-9a-f]{16})"/;

/** Answers of a cloud in which a controller applies an Ingress at once. */
export function madeByController(made: Made): Required<Pick<Answers, "outputs" | "calls">> {
  let tags: Record<string, string> = {};
  return {
    outputs({ type, inputs }) {
      if (type !== "kubernetes:networking.k8s.io/v1:Ingress") return {};
      // As text: the mocks wrap what has a secret inside.
      const text = JSON.stringify(inputs);
      const [, revision = ""] = REVISION.exec(text) ?? [];
      tags = { "multicluster-ingress/revision": revision };
      return { status: { loadBalancer: { ingress: [{ hostname: made.hostname }] } } };
    },
    calls: {
      "aws:lb/getLoadBalancer:getLoadBalancer": ({ name }) => ({
        arn: made.loadBalancerArn,
        name,
        dnsName: made.hostname,
      }),
      "aws:lb/getListener:getListener": ({ port }) => ({ arn: `listener-on-${String(port)}` }),
      "aws:lb/getListenerRule:getListenerRule": ({ listenerArn, priority }) => {
        if (priority !== 1) throw new Error("reading ELBv2 Listener Rule: empty result");
        const forwards = [{ targetGroups: [{ arn: made.targetGroupArn }] }];
        return { arn: `${String(listenerArn)}/1`, actions: [{ type: "forward", forwards }], tags };
      },
      "aws:lb/getTargetGroup:getTargetGroup": ({ arn }) => ({
        arn,
        name: made.targetGroupName,
        tags: made.targetGroupTags,
      }),
    },
  };
}
