import { listenersOf } from "../listeners.ts";
import { admittedOrigins } from "../traffic/admitted-address.ts";
import { readRoutes, type ListenerRoute } from "../traffic/routes.ts";
import { verifyTargets } from "../verify.ts";
import type { Stage } from "./stage.ts";

/** The HTTP listener of the first load balancer, and what becomes of requests to it. */
export interface FirstListener {
  readonly arn: string;
  /** Name of its load balancer in DNS. */
  readonly dnsName: string;
  readonly routes: readonly ListenerRoute[];
}

export function firstListener({ cloud }: Stage): FirstListener {
  const [loadBalancer] = verifyTargets(cloud).loadBalancers;
  const { arn, dnsName } = loadBalancer!;
  const { ListenerArn, Port = 80 } = listenersOf(cloud, arn).find(({ Protocol }) => Protocol === "HTTP")!;
  const routes = readRoutes(cloud, ListenerArn, admittedOrigins(cloud, arn, Port));
  return { arn: ListenerArn, dnsName, routes };
}
