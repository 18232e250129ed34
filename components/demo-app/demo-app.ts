import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createObject } from "../shared/child.ts";
import {
  createServingBudget,
  createServingDeployment,
  createServingRollout,
} from "../shared/pods/serving-deployment.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { DemoAppArgs, DemoAppNodes } from "./args.ts";
import { demoAppProblems } from "./check.ts";
import { colourPageData } from "./colour-page-data.ts";
import { podSpec } from "./pod-template.ts";
import { resolveDemoAppArgs, type ResolvedDemoAppArgs } from "./resolve.ts";

/**
 * An app to put behind a load balancer: the 2048 game, or a coloured page that tells which cluster and pod answered.
 *
 * Behind a {@link MultiClusterIngress} it depends on it (`dependsOn: [ingress.ready]`) and names its binding. Its pods
 * then are ready once the load balancer finds them healthy, and Pulumi waits for that.
 *
 * @example
 * new DemoApp("deployment-2048", {
 *   content: { type: "colour-page", heading: "Cluster 1", colour: "lightblue", cluster: "cluster-1" },
 *   namespace: ingress.namespace,
 *   targetGroupBinding: ingress.bindingName,
 *   serviceSelector: ingress.selector,
 *   labels: { "app.kubernetes.io/name": "app-2048" },
 * }, { providers: [cluster.provider], dependsOn: [ingress.ready] });
 */
export class DemoApp extends pulumi.ComponentResource {
  readonly deploymentName: pulumi.Output<string>;
  /** What others must depend on that need the app's pods. */
  readonly ready: pulumi.Resource;
  readonly nodes: DemoAppNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: DemoAppArgs): readonly ProblemOf<DemoAppArgs>[] {
    return demoAppProblems(resolveDemoAppArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: DemoAppArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveDemoAppArgs(name, args);
    refuseProblems("DemoApp", name, demoAppProblems(resolved));
    super(componentType("DemoApp"), name, {}, opts);

    const configMap = createConfigMap(this, name, resolved);
    const podDisruptionBudget = createServingBudget(this, name, resolved);
    const deployment = createServingDeployment(this, name, resolved, {
      replicas: resolved.replicas,
      maxSurge: 1,
      pod: podSpec(resolved, configMap?.metadata.name),
    });
    const rollout = createServingRollout(this, name, resolved, deployment);

    this.nodes = { configMap, podDisruptionBudget, deployment, rollout };
    this.deploymentName = deployment.metadata.name;
    this.ready = rollout ?? deployment;
    this.registerOutputs({ deploymentName: this.deploymentName });
  }
}

/** Immutable and named after its content: another page is another ConfigMap, so that the pods roll over to it. */
function createConfigMap(
  parent: pulumi.Resource,
  name: string,
  { content, deploymentName, namespace, transform }: ResolvedDemoAppArgs,
): kubernetes.core.v1.ConfigMap | undefined {
  if (content.type !== "colour-page") return undefined;
  const { name: configMapName, data } = colourPageData(deploymentName, content);
  return createObject(kubernetes.core.v1.ConfigMap, `${name}-page`, {
    args: { metadata: { name: configMapName, namespace }, immutable: true, data },
    opts: { parent },
    transform: transform.configMap,
  });
}
