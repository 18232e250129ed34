/** What applications need that Kubernetes scales: the use of CPU and memory of their pods. */
import type * as pulumi from "@pulumi/pulumi";
import { MetricsServerAddon, type EksCluster, type MetricsServerAddonArgs } from "../../components/index.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { ClusterConfig, CommonConfig } from "../config/stack-config.ts";
import type { Living } from "../living/living.ts";
import { componentNames } from "../names.ts";
import { pathOf, type AppConfig } from "./app.ts";

/** The metrics by which applications are scaled; undefined where nothing needs them. */
export function createMetricsServer(
  config: ClusterConfig,
  cluster: EksCluster,
  living: Living,
): MetricsServerAddon | undefined {
  if (!wantsMetricsServer(config)) return undefined;
  return new MetricsServerAddon(componentNames(config.clusterName).cluster, {
    ...metricsServerArgs(config, cluster.clusterName),
    living: living.cluster(),
    podsDependOn: cluster.ready,
  });
}

export function metricsServerArgs(
  { addons, kubernetesVersion, tags }: CommonConfig,
  clusterName: pulumi.Input<string>,
): MetricsServerAddonArgs {
  const given = typeof addons.metricsServer === "object" ? addons.metricsServer : {};
  return { ...given, clusterName, kubernetesVersion, tags };
}

/** Whether the cluster gets metrics-server: where it is asked for, or an application needs it. */
export function wantsMetricsServer(config: CommonConfig): boolean {
  const { metricsServer = scaled(config).length > 0 } = config.addons;
  return metricsServer !== false;
}

/** Applications that nobody would scale. */
export function autoscalingProblems(config: CommonConfig): ConfigProblem[] {
  if (config.addons.metricsServer !== false) return [];
  return scaled(config).map((app) => ({
    path: "addons.metricsServer",
    reason:
      `is false, but ${pathOf(app, "autoscaling")} needs the metrics that it brings; leave it out, or give the application ` +
      "replicas",
  }));
}

/** Applications that this stack lets Kubernetes scale. */
function scaled({ apps }: CommonConfig): readonly AppConfig[] {
  return apps.filter(({ absent, entry }) => !absent && entry.autoscaling !== undefined);
}
