import * as pulumi from "@pulumi/pulumi";
import { createAddon } from "../eks-cluster/addons.ts";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { MetricsServerAddonArgs, MetricsServerAddonNodes } from "./args.ts";
import { metricsServerProblems } from "./check.ts";
import { resolveMetricsServerAddonArgs, type ResolvedMetricsServerAddonArgs } from "./resolve.ts";

/**
 * The Kubernetes Metrics Server as an EKS add-on: what pods use of CPU and memory, without which the autoscaler of an
 * {@link App} does nothing. A Metrics Server that somebody else installed is taken over.
 *
 * @example
 * new MetricsServerAddon("myeks", { clusterName: cluster.clusterName, podsDependOn: cluster.ready });
 */
export class MetricsServerAddon extends pulumi.ComponentResource {
  readonly addonVersion: pulumi.Output<string>;
  /** What autoscalers may depend on. */
  readonly ready: pulumi.Resource;
  readonly nodes: MetricsServerAddonNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: MetricsServerAddonArgs): readonly ProblemOf<MetricsServerAddonArgs>[] {
    return metricsServerProblems(resolveMetricsServerAddonArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: MetricsServerAddonArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveMetricsServerAddonArgs(args);
    refuseProblems("MetricsServerAddon", name, metricsServerProblems(resolved));
    super(componentType("MetricsServerAddon"), name, {}, opts);

    const { version, configuration, clusterName, living, podsDependOn } = resolved;
    const addon = createAddon(this, name, resolved, {
      addonName: "metrics-server",
      addon: { configuration, ...defined({ version }) },
      configuration: podSettings(resolved),
      clusterName,
      living,
      dependsOn: podsDependOn,
    });

    this.nodes = { addon };
    this.addonVersion = addon.addonVersion;
    this.ready = addon;
    this.registerOutputs({ addonVersion: this.addonVersion });
  }
}

function podSettings({ replicas, tolerations }: ResolvedMetricsServerAddonArgs): pulumi.Inputs {
  return { replicas, ...defined({ tolerations: tolerations.length > 0 ? [...tolerations] : undefined }) };
}
