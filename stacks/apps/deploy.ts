import type * as pulumi from "@pulumi/pulumi";
import type {
  App,
  DemoApp,
  EksCluster,
  MetricsServerAddon,
  MultiClusterIngress,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import { own } from "../../components/shared/own.ts";
import type { CommonConfig } from "../config/stack-config.ts";
import type { AppConfig } from "./app.ts";
import { nlbDelaySeconds, type Nlbs } from "./nlbs.ts";
import { deployWorkload, type Placement } from "./workloads.ts";

/** What the workloads of a stack stand on. */
interface Ground {
  readonly cluster: EksCluster;
  /** Undefined where there are no applications. */
  readonly ingress: MultiClusterIngress | undefined;
  readonly nlbs: Nlbs;
  /** What autoscalers go by; undefined where there are none. */
  readonly metrics: MetricsServerAddon | undefined;
  /** What the target group of an application wants of its pods; undefined where it has none. */
  terms(app: AppConfig): { readonly deregistrationDelaySeconds: number } | undefined;
}

/** Deploys the workloads that are the stack's own, after the bindings that register their pods. */
export function deployWorkloads(config: CommonConfig, ground: Ground): (App | DemoApp)[] {
  const { cluster, ingress, nlbs, metrics } = ground;
  if (ingress === undefined) return [];
  const opts: pulumi.ComponentResourceOptions = {
    providers: [cluster.provider],
    dependsOn: [ingress.ready, ...Object.values(nlbs), ...(metrics ? [metrics.ready] : [])],
  };
  return config.apps.flatMap(
    (app) => deployWorkload(config, app, placementOf(app, ground, ingress), cluster, opts) ?? [],
  );
}

function placementOf(app: AppConfig, { nlbs, terms }: Ground, ingress: MultiClusterIngress): Placement {
  const { namespace, selector, bindingNames } = ingress.apps[app.name]!;
  const nlb = own(nlbs, app.name);
  const delays = [terms(app)?.deregistrationDelaySeconds, app.entry.nlb && nlbDelaySeconds(app.entry.nlb)];
  const known = delays.filter((one) => one !== undefined);
  return {
    namespace,
    targetGroupBindings: [...bindingNames, ...(nlb?.bindingNames ?? [])],
    ...defined({
      serviceSelector: selector,
      deregistrationDelaySeconds: known.length === 0 ? undefined : Math.max(...known),
    }),
  };
}
