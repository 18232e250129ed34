import type { ResourceType } from "../../core/resource-type.ts";
import { getListenerRule } from "./rule/function.ts";
import { getListener } from "./listener/function.ts";
import { getLoadBalancer } from "./load-balancer/function.ts";
import { getTargetGroup } from "./target-group/function.ts";
import { listenerCertificateResource } from "./listener/certificate-resource.ts";
import { listenerRuleResource } from "./rule/resource.ts";
import { listenerResource } from "./listener/resource.ts";
import { loadBalancerResource } from "./load-balancer/resource.ts";
import { targetGroupAttachmentResource } from "./target/attachment-resource.ts";
import { targetGroupResource } from "./target-group/resource.ts";
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
