import type * as pulumi from "@pulumi/pulumi";
import type {
  App,
  DemoApp,
  EksCluster,
  MetricsServerAddon,
  MultiClusterIngress,
} from "../../components/index.ts";
import { defined } from "../../components/shared/defined.ts";
import type { CommonConfig } from "../config/stack-config.ts";
import type { AppConfig } from "./app.ts";
import { deployWorkload, type Placement } from "./workloads.ts";

/** What the workloads of a stack stand on. */
interface Ground {
  readonly cluster: EksCluster;
  readonly ingress: MultiClusterIngress;
  /** What autoscalers go by; undefined where there are none. */
  readonly metrics: MetricsServerAddon | undefined;
  /** What the target group of an application wants of its pods; undefined where it has none. */
  terms(app: AppConfig): { readonly deregistrationDelaySeconds: number } | undefined;
}

/** Deploys the workloads that are the stack's own, after the bindings that register their pods. */
export function deployWorkloads(config: CommonConfig, ground: Ground): (App | DemoApp)[] {
  const opts: pulumi.ComponentResourceOptions = {
    providers: [ground.cluster.provider],
    dependsOn: [ground.ingress.ready, ...(ground.metrics ? [ground.metrics.ready] : [])],
  };
  return config.apps.flatMap(
    (app) => deployWorkload(config, app, placementOf(app, ground), ground.cluster, opts) ?? [],
  );
}

function placementOf(app: AppConfig, { ingress, terms }: Ground): Placement {
  const { namespace, selector, bindingNames } = ingress.apps[app.name]!;
  return {
    namespace,
    targetGroupBindings: bindingNames,
    ...defined({
      serviceSelector: selector,
      deregistrationDelaySeconds: terms(app)?.deregistrationDelaySeconds,
    }),
  };
}
