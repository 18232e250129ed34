import * as pulumi from "@pulumi/pulumi";
import type { MultiClusterIngress } from "../../components/index.ts";
import type { ClusterConfig } from "../config/stack-config.ts";
import { clustersRegistered } from "../living/registered-targets.ts";
import { workloadOf, type AppConfig } from "./app.ts";

/**
 * Warns of applications that somebody else deploys and of which the cluster has no pod behind the load balancer: the
 * update cannot wait for them, as they may come after it.
 */
export function warnOfMissingPods(config: ClusterConfig, ingress: MultiClusterIngress | undefined): void {
  if (ingress === undefined || config.drained) return;
  for (const app of config.apps.filter((one) => !one.absent && workloadOf(one) === "external")) {
    const { targetGroupArn, namespace, serviceName } = ingress.apps[app.name]!;
    if (targetGroupArn === undefined) continue;
    const passes = ingress.nodes.apps[app.name]!.firstPasses.map(({ id }) => id);
    pulumi
      .all([targetGroupArn, namespace, serviceName, pulumi.all(passes)])
      .apply(async ([arn, inNamespace, service]) => {
        const reason = await missing(arn, config.clusterName);
        if (reason !== undefined) {
          await pulumi.log.warn(
            describe(app, config.clusterName, `${inNamespace}/${service}`, reason),
            ingress,
          );
        }
      });
  }
}

/** Why pods count as missing; undefined where there are some. Nothing is refused for want of a permission to look. */
async function missing(targetGroupArn: string, clusterName: string): Promise<string | undefined> {
  try {
    const clusters = await clustersRegistered(targetGroupArn);
    return clusters.includes(clusterName) ? undefined : "has no pod behind the load balancer";
  } catch (error) {
    return `may have no pod behind the load balancer (${(error as Error).message})`;
  }
}

function describe({ name, entry }: AppConfig, clusterName: string, service: string, reason: string): string {
  const { selector } = entry.external!;
  const wanted =
    selector === undefined
      ? `Service ${service}, which must be there with ready pods`
      : `ready pods with the labels ${Object.entries(selector)
          .map((label) => label.join("="))
          .join(",")}, for Service ${service}`;
  return (
    `app ${name} ${reason} in cluster ${clusterName} yet. It needs ${wanted}; deploy it, or say ` +
    `appOverrides.${name}.absent: true where this cluster is to do without`
  );
}
