import type { ResourceType } from "../../core/resource-type.ts";
import { getListenerRule } from "./functions/listener-rule.ts";
import { getListener } from "./functions/listener.ts";
import { getLoadBalancer } from "./functions/load-balancer.ts";
import { getTargetGroup } from "./functions/target-group.ts";
import { listenerCertificateResource } from "./resources/listener-certificate.ts";
import { listenerRuleResource } from "./resources/listener-rule.ts";
import { listenerResource } from "./resources/listener.ts";
import { loadBalancerResource } from "./resources/load-balancer.ts";
import { targetGroupAttachmentResource } from "./resources/target-group-attachment.ts";
import { targetGroupResource } from "./resources/target-group.ts";
import type { Service } from "../../service.ts";
import { elbv2Operations } from "./operations.ts";
import { resumeElbv2 } from "./resume.ts";
import { elbv2State } from "./state.ts";

const resources: readonly ResourceType[] = [
  listenerCertificateResource,
  listenerResource,
  listenerRuleResource,
  loadBalancerResource,
  targetGroupAttachmentResource,
  targetGroupResource,
];

const functions = [getListener, getListenerRule, getLoadBalancer, getTargetGroup];

/** The service: its operations, Pulumi types and functions, under their tokens in the modules `lb` and `alb`. */
export const elbv2Service: Service = {
  name: "elbv2",
  state: elbv2State,
  operations: { elasticloadbalancing: elbv2Operations },
  resources: [...resources, ...resources.map(inAlb)],
  functions: [...functions, ...functions.map(inAlb)],
  resume: resumeElbv2,
};

/** The SDK has each of them twice: `aws:lb/listener:Listener` and `aws:alb/listener:Listener`. */
function inAlb<T extends { readonly token: string }>(type: T): T {
  return { ...type, token: type.token.replace("aws:lb/", "aws:alb/") };
}

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly elasticloadbalancing: typeof elbv2Operations;
  }
}
