/**
 * ARNs of ELBv2 objects; a listener's and rule's ARN contain their load balancer's name and id.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
 */
import type { Cloud } from "../../core/cloud.ts";

const SERVICE = "elasticloadbalancing";

/** Types of load balancers, as ARNs have them. */
const TYPES = { application: "app", network: "net" } as const;

export type LoadBalancerType = keyof typeof TYPES;

export const LOAD_BALANCER_TYPES = Object.keys(TYPES) as LoadBalancerType[];

/** @param id 16 hexadecimal digits, or `*` for IAM checks before the object exists. */
export function loadBalancerArn(cloud: Cloud, type: LoadBalancerType, name: string, id: string): string {
  return cloud.arn(SERVICE, `loadbalancer/${TYPES[type]}/${name}/${id}`);
}

/** Type of the load balancer that has the ARN. */
export function loadBalancerType(arn: string): LoadBalancerType {
  return arn.includes(`:loadbalancer/${TYPES.network}/`) ? "network" : "application";
}

export function targetGroupArn(cloud: Cloud, name: string, id: string): string {
  return cloud.arn(SERVICE, `targetgroup/${name}/${id}`);
}

export function listenerArn(loadBalancerArn: string, id: string): string {
  return `${loadBalancerArn.replace(":loadbalancer/", ":listener/")}/${id}`;
}

export function ruleArn(listenerArn: string, id: string): string {
  return `${listenerArn.replace(":listener/", ":listener-rule/")}/${id}`;
}

/** The part of a load balancer's ARN that network interfaces name it by: `app/NAME/ID`. */
export function loadBalancerPath(loadBalancerArn: string): string {
  return loadBalancerArn.slice(loadBalancerArn.indexOf(":loadbalancer/") + ":loadbalancer/".length);
}
