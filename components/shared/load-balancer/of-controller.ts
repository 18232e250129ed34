/** What is the same of all objects of which the load balancer controller makes load balancers. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { missing } from "../look-until.ts";

/** An object in the cluster, as people and kubectl name it. */
export interface ControllersObject {
  readonly kind: "Ingress" | "Service";
  readonly clusterName: string;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The load balancer that an object's status tells by its host name, which is in small letters.
 *
 * @param name as the host name has it; undefined where that is not one of a load balancer.
 * @throws Error when it is gone.
 */
export async function findLoadBalancer(
  kind: ControllersObject["kind"],
  hostname: string,
  name: string | undefined,
  opts: pulumi.InvokeOptions,
): Promise<aws.lb.GetLoadBalancerResult> {
  const gone = (cause?: unknown) =>
    missing(
      `the load balancer ${hostname} is gone; run pulumi refresh to read the present one from the ${kind}`,
      cause,
    );
  if (name === undefined) return gone();
  const found = await aws.lb.getLoadBalancer({ name }, opts).catch(gone);
  return found.dnsName.toLowerCase() === hostname ? found : gone();
}

/** What to say when the controller has not applied an object in time. */
export function notApplied(
  { kind, clusterName, namespace, name }: ControllersObject,
  problem: string,
): string {
  return (
    `the load balancer controller of ${clusterName} has not applied ${kind} ${namespace}/${name}: ${problem}. ` +
    `Its events say what AWS refused: kubectl describe ${kind.toLowerCase()} --namespace ${namespace} ${name}. ` +
    `Mend it, or take the change back, and run pulumi up again; with --refresh, if the ${kind} was changed by other means than Pulumi`
  );
}

/** What the controller has made; not known yet, in a preview, where it has not. */
export function orUnknown(value: string | undefined): string {
  return value ?? (pulumi.unknown as string);
}
