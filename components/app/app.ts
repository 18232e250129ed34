import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType } from "../shared/child.ts";
import { webIdentity } from "../shared/identity/web-identity.ts";
import type { ProblemOf } from "../shared/problem.ts";
import {
  createServingBudget,
  createServingDeployment,
  createServingRollout,
} from "../shared/pods/serving-deployment.ts";
import type { AppArgs, AppNodes } from "./args.ts";
import { createAutoscaler } from "./autoscaler.ts";
import { containerAppProblems } from "./check.ts";
import { createAppIdentity, type AppIdentity } from "./identity.ts";
import { createEnvironment, createFiles } from "./owned-objects.ts";
import { appPod, type PodNeeds } from "./pod.ts";
import { fewestPods, resolveAppArgs, type ResolvedAppArgs } from "./resolve.ts";

/**
 * A container of one's own to put behind a load balancer, on as many pods as `replicas` says or as its load needs.
 *
 * Behind a {@link MultiClusterIngress} it depends on it (`dependsOn: [ingress.ready]`) and names its binding. Its pods
 * then are ready once the load balancer finds them healthy, and Pulumi waits for that. They are spread over zones and nodes, and
 * go on serving while the load balancer turns away from them.
 *
 * @example
 * new App("myeks-app-shop", {
 *   image: "registry.example.com/shop:1.4.2",
 *   port: 8080,
 *   healthCheck: { path: "/healthz" },
 *   env: { DB_PASSWORD: config.requireSecret("dbPassword") },
 *   autoscaling: { minReplicas: 2, maxReplicas: 10 },
 *   namespace: ingress.namespace,
 *   targetGroupBinding: ingress.bindingName,
 *   serviceSelector: ingress.selector,
 *   deploymentName: "shop",
 *   labels: { "app.kubernetes.io/name": "app-shop" },
 * }, { providers: [cluster.provider], dependsOn: [ingress.ready] });
 */
export class App extends pulumi.ComponentResource {
  /** Name of the Deployment, and of its autoscaler and disruption budget. */
  readonly deploymentName: pulumi.Output<string>;
  /** ARN of the pods' role; undefined without `serviceAccount.identity`. */
  readonly roleArn: pulumi.Output<string> | undefined;
  /** What others must depend on that need the app's pods. */
  readonly ready: pulumi.Resource;
  readonly nodes: AppNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(name: string, args: AppArgs): readonly ProblemOf<AppArgs>[] {
    return containerAppProblems(name, resolveAppArgs(name, args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: AppArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveAppArgs(name, args);
    refuseProblems("App", name, containerAppProblems(name, resolved));
    super(componentType("App"), name, {}, opts);

    const environment = createEnvironment(this, name, resolved);
    const files = createFiles(this, name, resolved);
    const { granted = [], ...identity } = createAppIdentity(this, name, resolved);
    const podDisruptionBudget = createServingBudget(this, name, resolved);
    const needs = podNeeds(resolved, identity, environment, files);
    const workload = createWorkload(this, name, resolved, { needs, granted });

    this.nodes = {
      environment,
      files: files.filter((one) => one !== undefined),
      serviceAccount: identity.serviceAccount,
      role: identity.role,
      rolePolicies: identity.rolePolicies ?? [],
      inlinePolicies: identity.inlinePolicies ?? [],
      podIdentityAssociation: identity.podIdentityAssociation,
      podDisruptionBudget,
      ...workload,
    };
    this.deploymentName = workload.deployment?.metadata.name ?? pulumi.output(resolved.deploymentName);
    this.roleArn = identity.role?.arn;
    this.ready = workload.rollout ?? workload.deployment ?? podDisruptionBudget;
    this.registerOutputs({ deploymentName: this.deploymentName, roleArn: this.roleArn });
  }
}

function podNeeds(
  { serviceAccount }: ResolvedAppArgs,
  identity: Omit<AppIdentity, "granted">,
  environment: kubernetes.core.v1.Secret | undefined,
  files: readonly (kubernetes.core.v1.ConfigMap | kubernetes.core.v1.Secret | undefined)[],
): PodNeeds {
  return {
    serviceAccountName: identity.serviceAccount?.metadata.name ?? serviceAccount.name,
    environmentName: environment?.metadata.name,
    filesNames: files.map((one) => one?.metadata.name),
    webIdentity: serviceAccount.identity?.type === "irsa" ? webIdentity(identity.role!.arn) : undefined,
  };
}

const NOTES = {
  // An autoscaler holds the number of pods; what `replicas` says takes it back, also from people who scaled by hand.
  "pulumi.com/patchForce": "true",
} as const;

/** Without this note nothing would differ for Pulumi when `replicas` is again what it was before the autoscaler came. */
const LEFT_TO_AUTOSCALER = { "multicluster-ingress/replicas": "left to the autoscaler" } as const;

/**
 * An autoscaler leaves a Deployment that wants no pods alone, also when it wanted none before the autoscaler came. So an app
 * without pods has no Deployment, and one that comes back gets a new one.
 */
function createWorkload(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedAppArgs,
  { needs, granted }: { readonly needs: PodNeeds; readonly granted: readonly pulumi.Resource[] },
): Pick<AppNodes, "deployment" | "autoscaler" | "rollout"> {
  if (args.replicas === 0) return { deployment: undefined, autoscaler: undefined, rollout: undefined };
  const { autoscaling, transform } = args;
  const deployment = createServingDeployment(parent, name, args, {
    replicas: fewestPods(args),
    maxSurge: "25%",
    pod: appPod(args, needs),
    annotations: autoscaling === undefined ? NOTES : { ...NOTES, ...LEFT_TO_AUTOSCALER },
    opts: {
      dependsOn: [...granted],
      // The number is never left out: what nobody else holds would fall back to one.
      ignoreChanges: autoscaling === undefined ? [] : ["spec.replicas"],
    },
  });
  const autoscaler =
    autoscaling &&
    createAutoscaler(parent, name, autoscaling, { deployment, transform: transform.autoscaler });
  return { deployment, autoscaler, rollout: createServingRollout(parent, name, args, deployment) };
}
