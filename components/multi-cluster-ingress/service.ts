import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import { createDisruptionBudget } from "../shared/disruption-budget.ts";
import type { CommonTransforms, MultiClusterIngressNodes } from "./args.ts";
import type { ResolvedCommonArgs } from "./resolve.ts";

/** Port of the Service; the load balancer itself goes to the pods' own port. */
export const SERVICE_PORT = 80;

/** Tells the controller to add a readiness gate to every new pod of the namespace that a binding selects. */
const READINESS_GATE_LABEL = "elbv2.k8s.aws/pod-readiness-gate-inject";

/** What both sides of a shared ingress have. */
type SideArgs = ResolvedCommonArgs & { readonly transform: CommonTransforms };

/** The part of an ingress that both sides make alike. */
export interface ServiceSide {
  readonly namespace: pulumi.Output<string>;
  readonly service: kubernetes.core.v1.Service;
  readonly nodes: Pick<MultiClusterIngressNodes, "namespace" | "service" | "podDisruptionBudget">;
}

/** Namespace, Service and, where wanted, disruption budget. */
export function createServiceSide(parent: pulumi.Resource, name: string, args: SideArgs): ServiceSide {
  const madeNamespace = args.createNamespace ? createNamespace(parent, name, args) : undefined;
  const namespace = madeNamespace?.metadata.name ?? pulumi.output(args.namespace);
  const service = createService(parent, name, args, namespace);
  const podDisruptionBudget = createBudget(parent, name, args, namespace);
  return { namespace, service, nodes: { namespace: madeNamespace, service, podDisruptionBudget } };
}

function createNamespace(
  parent: pulumi.Resource,
  name: string,
  { namespace, readinessGates, transform }: SideArgs,
): kubernetes.core.v1.Namespace {
  return createObject(kubernetes.core.v1.Namespace, `${name}-namespace`, {
    args: {
      metadata: {
        name: namespace,
        labels: readinessGates ? { [READINESS_GATE_LABEL]: "enabled" } : {},
      },
    },
    opts: { parent },
    transform: transform.namespace,
  });
}

function createService(
  parent: pulumi.Resource,
  name: string,
  { serviceName, selector, containerPort, transform }: SideArgs,
  namespace: pulumi.Output<string>,
): kubernetes.core.v1.Service {
  return createObject(kubernetes.core.v1.Service, `${name}-service`, {
    args: {
      metadata: {
        name: serviceName,
        namespace,
        // Pulumi would wait for endpoints; the workload comes only after the Service and its binding.
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        type: "NodePort",
        selector,
        ports: [{ name: "http", port: SERVICE_PORT, targetPort: containerPort, protocol: "TCP" }],
      },
    },
    opts: { parent },
    transform: transform.service,
  });
}

function createBudget(
  parent: pulumi.Resource,
  name: string,
  { podDisruptionBudget: budget, serviceName, selector, transform }: SideArgs,
  namespace: pulumi.Output<string>,
): kubernetes.policy.v1.PodDisruptionBudget | undefined {
  if (budget === undefined) return undefined;
  return createDisruptionBudget(parent, name, {
    budget,
    namespace,
    budgetName: serviceName,
    labels: selector,
    transform: transform.podDisruptionBudget,
  });
}
