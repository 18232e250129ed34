import { resolveArgs, type CreateIngressArgs } from "./args.ts";

/** What makes a shared load balancer and its target group these and no others. */
export interface FixedIngressValues {
  readonly namespace: string;
  readonly ingressName: string;
  readonly serviceName: string;
  readonly scheme: string;
  /** Empty when the controller chose the name. */
  readonly loadBalancerName: string;
}

/**
 * The args with which the controller finds or makes load balancer and target group. Another namespace, Ingress or Service
 * is another target group, another scheme another load balancer, and the controller deletes the old ones; a name counts
 * only when a load balancer is made.
 *
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export function fixedIngressValues(name: string, args: CreateIngressArgs): FixedIngressValues {
  const resolved = resolveArgs(name, args);
  if (resolved.mode === "join") throw new Error("a joined ingress has nothing of its own that is shared");
  const { namespace, ingressName, serviceName, loadBalancer } = resolved;
  return {
    namespace,
    ingressName,
    serviceName,
    scheme: loadBalancer.scheme,
    loadBalancerName: loadBalancer.loadBalancerName ?? "",
  };
}
