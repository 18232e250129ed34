import type * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { ArgsCheck } from "../shared/args-check.ts";
import { FORMS } from "../shared/forms.ts";
import { checkDisruptionBudget, type DisruptionBudget } from "../shared/disruption-budget.ts";
import { selectorProblems } from "../shared/service-selector.ts";
import { checkTolerations, type Toleration } from "../shared/tolerations.ts";
import type { ObjectTransform } from "../shared/transform.ts";
import type { ColourPage, DemoAppContent } from "./content.ts";
import { checkPodResources, type PodResources } from "./pod-resources.ts";

export interface DemoAppArgs {
  /**
   * What the app shows.
   * @example { type: "colour-page", heading: "Cluster 1", colour: "lightblue", cluster: "cluster-1" }
   */
  readonly content: DemoAppContent;
  /** Namespace of the app. */
  readonly namespace: pulumi.Input<string>;
  /**
   * Name of the TargetGroupBinding that registers the pods, see {@link MultiClusterIngress.bindingName}. With it an
   * update succeeds only if they are registered and, with readiness gates, healthy; otherwise it tells why,
   * see {@link Rollout}.
   * @default - an update waits for the pods alone
   */
  readonly targetGroupBinding?: pulumi.Input<string>;
  /**
   * Selector of the binding's Service, {@link MultiClusterIngress.selector}: `labels` must contain it.
   * @default - not looked at
   */
  readonly serviceSelector?: Readonly<Record<string, string>>;
  /**
   * Name of the Deployment.
   * @default - the component's name
   */
  readonly deploymentName?: string;
  /**
   * Labels of the pods, by which the Service finds them. Other labels replace the Deployment.
   * @default - `app.kubernetes.io/name`: name of the Deployment
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Pods in this cluster, from 0 to 1000.
   * @default 2
   */
  readonly replicas?: number;
  /**
   * Image, e.g. a copy in a registry of one's own; it must be of the same kind, see {@link DEMO_APPS}.
   * @default - the image of the content's type
   */
  readonly image?: string;
  /**
   * Resources of one pod.
   * @default - requests 50m CPU and 64Mi memory; limit 64Mi memory
   */
  readonly resources?: PodResources;
  /**
   * Tolerations of the pods, for nodes with taints.
   * @default []
   * @example [{ key: "dedicated", value: "web", effect: "NoSchedule" }]
   */
  readonly tolerations?: readonly Toleration[];
  /**
   * Seconds, from 0 to 300, that a pod goes on serving after it was told to stop: time for the load balancer to hear
   * that no new requests must go there. A node that goes may take the controller's leader with it: another one takes over
   * when its lease has run out, after 15 seconds, and deregisters the pod only then.
   * @default 30
   */
  readonly preStopSeconds?: number;
  /**
   * Seconds, from 0 to 3600, that requests in flight may still take after that: the deregistration delay of the target
   * group.
   * @default 30
   */
  readonly drainSeconds?: number;
  /**
   * How many pods voluntary disruptions (a node being drained) must leave or may take: one at least. Pods that are not
   * ready do not count, so that a node can be drained while the load balancer finds none healthy.
   * @default { maxUnavailable: 1 }
   */
  readonly podDisruptionBudget?: DisruptionBudget;
  /** Changes children where the args above do not reach. */
  readonly transform?: DemoAppTransforms;
}

export interface DemoAppTransforms {
  readonly configMap?: ObjectTransform<kubernetes.types.input.core.v1.ConfigMap>;
  readonly deployment?: ObjectTransform<kubernetes.types.input.apps.v1.Deployment>;
  readonly podDisruptionBudget?: ObjectTransform<kubernetes.types.input.policy.v1.PodDisruptionBudget>;
}

type Optional = "image" | "targetGroupBinding" | "serviceSelector";

/** Args with the defaults filled in. */
export type ResolvedDemoAppArgs = Required<Omit<DemoAppArgs, Optional>> & Pick<DemoAppArgs, Optional>;

/** Registry, path, tag and digest are left to the registry: https://github.com/distribution/reference */
const IMAGE = /^[a-z0-9][\w.:/@-]*$/;

/** @throws ArgsError with every problem of the args. */
export function resolveDemoAppArgs(name: string, args: DemoAppArgs): ResolvedDemoAppArgs {
  const check = new ArgsCheck(`DemoApp "${name}"`);
  const deploymentName = args.deploymentName ?? name;
  const replicas = args.replicas ?? 2;
  const { targetGroupBinding, ...others } = args;
  const resolved: ResolvedDemoAppArgs = {
    ...others,
    // Without pods there is nothing that could ever be registered.
    ...(targetGroupBinding !== undefined && replicas > 0 ? { targetGroupBinding } : {}),
    deploymentName,
    labels: args.labels ?? { "app.kubernetes.io/name": deploymentName },
    replicas,
    resources: args.resources ?? { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "64Mi" } },
    tolerations: args.tolerations ?? [],
    preStopSeconds: args.preStopSeconds ?? 30,
    drainSeconds: args.drainSeconds ?? 30,
    podDisruptionBudget: args.podDisruptionBudget ?? { maxUnavailable: 1 },
    transform: args.transform ?? {},
  };
  check.text("deploymentName", deploymentName, ...FORMS.dnsLabel);
  check.text("namespace", args.namespace, ...FORMS.dnsLabel);
  if (Object.keys(resolved.labels).length === 0) check.add("labels", "is empty; give at least one label");
  for (const { path, reason } of selectorProblems("serviceSelector", args.serviceSelector, resolved.labels)) {
    check.add(path, reason);
  }
  check.integer("replicas", resolved.replicas, { min: 0, max: 1_000 });
  check.text("image", resolved.image, IMAGE, "the name of an image such as registry.example.com/nginx:1.31");
  checkPodResources(check, "resources", resolved.resources);
  checkTolerations(check, "tolerations", resolved.tolerations);
  check.integer("preStopSeconds", resolved.preStopSeconds, { min: 0, max: 300 });
  check.integer("drainSeconds", resolved.drainSeconds, { min: 0, max: 3_600 });
  checkDisruptionBudget(check, "podDisruptionBudget", resolved.podDisruptionBudget, resolved.replicas);
  check.oneOf("content.type", args.content.type, ["game-2048", "colour-page"]);
  if (args.content.type === "colour-page") checkColourPage(check, args.content);
  check.finish();
  return resolved;
}

/** Colour and cluster go into HTML and into nginx's configuration as they are. */
function checkColourPage(check: ArgsCheck, page: ColourPage): void {
  check.text("content.heading", page.heading, /^.{1,80}$/, "1 to 80 characters on one line");
  check.text("content.colour", page.colour, /^([a-z]+|#[0-9a-f]{6})$/i, "a CSS colour keyword or #rrggbb");
  check.text(
    "content.cluster",
    page.cluster,
    /^[A-Za-z0-9._-]{1,100}$/,
    "1 to 100 letters, digits, dots, hyphens and underscores",
  );
}
