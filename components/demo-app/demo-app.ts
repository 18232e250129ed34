import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { LEFT_TO_ROLLOUT, Rollout } from "../rollout/index.ts";
import { createDisruptionBudget } from "../shared/disruption-budget.ts";
import { problemsOf, type Problem } from "../shared/args-error.ts";
import { componentType, transformedObject } from "../shared/transform.ts";
import { resolveDemoAppArgs, type DemoAppArgs, type ResolvedDemoAppArgs } from "./args.ts";
import { colourPageData } from "./colour-page-data.ts";
import type { ColourPage } from "./content.ts";
import { podSpec } from "./pod-template.ts";

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

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: DemoAppArgs): readonly Problem[] {
    return problemsOf(() => resolveDemoAppArgs(name, args));
  }

  constructor(name: string, args: DemoAppArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveDemoAppArgs(name, args);
    super(componentType("DemoApp"), name, {}, opts);

    const { content } = resolved;
    const configMap =
      content.type === "colour-page" ? this.#createConfigMap(`${name}-page`, resolved, content) : undefined;
    createDisruptionBudget(
      `${name}-disruption-budget`,
      {
        budget: resolved.podDisruptionBudget,
        namespace: resolved.namespace,
        budgetName: resolved.deploymentName,
        labels: resolved.labels,
        transform: resolved.transform.podDisruptionBudget,
      },
      { parent: this },
    );
    const deployment = this.#createDeployment(`${name}-deployment`, resolved, configMap?.metadata.name);
    const { targetGroupBinding } = resolved;

    this.deploymentName = deployment.metadata.name;
    this.ready =
      targetGroupBinding === undefined
        ? deployment
        : new Rollout(`${name}-rollout`, { deployment, targetGroupBinding }, { parent: this });
    this.registerOutputs({ deploymentName: this.deploymentName });
  }

  /** Immutable and named after its content: another page is another ConfigMap, so that the pods roll over to it. */
  #createConfigMap(name: string, args: ResolvedDemoAppArgs, page: ColourPage): kubernetes.core.v1.ConfigMap {
    const { name: configMapName, data } = colourPageData(args.deploymentName, page);
    return new kubernetes.core.v1.ConfigMap(
      name,
      transformedObject<kubernetes.types.input.core.v1.ConfigMap>(
        args.transform.configMap,
        {
          metadata: { name: configMapName, namespace: args.namespace },
          immutable: true,
          data,
        },
        name,
      ),
      { parent: this },
    );
  }

  #createDeployment(
    name: string,
    args: ResolvedDemoAppArgs,
    configMapName: pulumi.Input<string> | undefined,
  ): kubernetes.apps.v1.Deployment {
    return new kubernetes.apps.v1.Deployment(
      name,
      transformedObject<kubernetes.types.input.apps.v1.Deployment>(
        args.transform.deployment,
        {
          metadata: {
            name: args.deploymentName,
            namespace: args.namespace,
            labels: args.labels,
            ...(args.targetGroupBinding === undefined ? {} : { annotations: LEFT_TO_ROLLOUT }),
          },
          spec: {
            replicas: args.replicas,
            selector: { matchLabels: args.labels },
            // A new pod must be healthy behind the load balancer before an old one goes.
            strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
            template: { metadata: { labels: args.labels }, spec: podSpec(args, configMapName) },
          },
        },
        name,
      ),
      { parent: this },
    );
  }
}
