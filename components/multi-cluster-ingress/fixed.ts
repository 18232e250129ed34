import { refuseProblems } from "../shared/args-error.ts";
import type { CreateIngressArgs } from "./args.ts";
import { ingressProblems } from "./check.ts";
import { resolveCreateArgs, type ResolvedCreateArgs } from "./resolve.ts";

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
  const { namespace, ingressName, apps, scheme, loadBalancerName } = resolveCreated(name, args);
  return {
    namespace,
    ingressName,
    serviceName: apps[0]!.serviceName,
    scheme,
    loadBalancerName: loadBalancerName ?? "",
  };
}

/** What pods of every cluster behind the target group must keep to. */
export interface TargetTerms {
  /** Seconds that the load balancer goes on sending what is in flight; pods must live that long when told to stop. */
  readonly deregistrationDelaySeconds: number;
  /** Port on which every pod must answer health checks. */
  readonly healthCheckPort: number | "traffic-port";
}

/** The terms that the args of a shared ingress set. */
export function targetTerms(name: string, args: CreateIngressArgs): TargetTerms {
  const { targetGroup, healthCheck } = resolveCreated(name, args);
  return {
    deregistrationDelaySeconds: targetGroup.deregistrationDelaySeconds,
    healthCheckPort: healthCheck.port,
  };
}

function resolveCreated(name: string, args: CreateIngressArgs): ResolvedCreateArgs {
  const resolved = resolveCreateArgs(name, args);
  refuseProblems("MultiClusterIngress", name, ingressProblems(resolved));
  return resolved;
}
