import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Annotations } from "../shared/controller-annotations.ts";
import { createObject } from "../shared/child.ts";
import { defined } from "../shared/defined.ts";
import { createDisruptionBudget } from "../shared/disruption-budget.ts";
import type { IngressAppNodes } from "./args.ts";
import type { Namespaces } from "./namespaces.ts";
import { createNodePortRules } from "./node-port-rules.ts";
import type { ResolvedApp, ResolvedAppService } from "./resolve-app.ts";
import type { SideArgs } from "./side-args.ts";

/** The Service of an app in its namespace, made or there already. */
export interface AppService {
  readonly app: ResolvedApp;
  readonly namespace: pulumi.Output<string>;
  readonly serviceName: pulumi.Output<string>;
  /** What must be there before it is referred to. */
  readonly dependsOn: readonly pulumi.Resource[];
  readonly nodes: Pick<IngressAppNodes, "service" | "servicePatch" | "nodePortRules" | "podDisruptionBudget">;
}

/**
 * Service and, where wanted, disruption budget of each app.
 *
 * @param annotationsOf what the controller is to read on the Service of an app.
 */
export function createServices(
  parent: pulumi.Resource,
  args: SideArgs,
  namespaces: Namespaces,
  annotationsOf: (app: ResolvedApp) => Annotations,
): readonly AppService[] {
  return args.apps.map((app) => {
    const namespace = namespaces.of(app);
    const annotations = annotationsOf(app);
    const { existing } = app.service;
    const made =
      existing === undefined
        ? { service: createService(parent, app, args, { namespace, annotations }) }
        : { service: undefined, ...patched(parent, app, args, { namespace, annotations }) };
    return {
      app,
      namespace,
      serviceName: made.service?.metadata.name ?? pulumi.output(app.serviceName),
      dependsOn: Object.values(made).filter((one) => one !== undefined),
      nodes: {
        ...made,
        nodePortRules: createNodePortRules(parent, app, args),
        podDisruptionBudget: createBudget(parent, app, args, namespace),
      },
    };
  });
}

interface ServiceNeeds {
  readonly namespace: pulumi.Output<string>;
  readonly annotations: Annotations;
}

function createService(
  parent: pulumi.Resource,
  app: ResolvedApp,
  { transform }: SideArgs,
  { namespace, annotations }: ServiceNeeds,
): kubernetes.core.v1.Service {
  const { resourceName, serviceName, selector, service } = app;
  return createObject(kubernetes.core.v1.Service, `${resourceName}-service`, {
    args: {
      metadata: {
        name: serviceName,
        namespace,
        // Pulumi would wait for endpoints; the workload comes only after the Service and its binding.
        annotations: { ...annotations, "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: service.type,
        ...defined({ selector }),
        // A name of a port is for Services that are there: checked.
        ports: [
          {
            ...{ name: "http", port: Number(service.port), targetPort: portOfPods(app), protocol: "TCP" },
            ...defined({ nodePort: service.nodePort }),
          },
        ],
        ...defined({
          externalTrafficPolicy: service.externalTrafficPolicy,
          internalTrafficPolicy: service.internalTrafficPolicy,
        }),
        ...affinity(service),
      },
    },
    opts: { parent },
    transform: transform.service,
  });
}

/** By name, each pod is reached on its own port. */
export function portOfPods({ portName, containerPort }: ResolvedApp): number | string {
  return portName ?? containerPort;
}

function affinity({ sessionAffinitySeconds: timeoutSeconds }: ResolvedAppService) {
  return timeoutSeconds === undefined
    ? undefined
    : { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds } } };
}

/** A Service's annotations beat those of the Ingress, and nothing else of the app reaches the controller. */
function patched(
  parent: pulumi.Resource,
  { resourceName, serviceName }: ResolvedApp,
  { transform }: SideArgs,
  { namespace, annotations }: ServiceNeeds,
): Pick<IngressAppNodes, "servicePatch"> {
  if (Object.keys(annotations).length === 0) return {};
  const servicePatch = createObject(kubernetes.core.v1.ServicePatch, `${resourceName}-service`, {
    args: { metadata: { name: serviceName, namespace, annotations } },
    opts: { parent },
    transform: transform.servicePatch,
  });
  return { servicePatch };
}

function createBudget(
  parent: pulumi.Resource,
  { resourceName, podDisruptionBudget: budget, serviceName, selector }: ResolvedApp,
  { transform }: SideArgs,
  namespace: pulumi.Output<string>,
): kubernetes.policy.v1.PodDisruptionBudget | undefined {
  if (budget === undefined) return undefined;
  return createDisruptionBudget(parent, resourceName, {
    budget,
    namespace,
    budgetName: serviceName,
    labels: selector ?? {},
    transform: transform.podDisruptionBudget,
  });
}
