import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createDisruptionBudget } from "../shared/disruption-budget.ts";
import { transformedObject } from "../shared/transform.ts";
import type { ResolvedCreateArgs, ResolvedJoinArgs } from "./args.ts";

/** Port of the Service; the load balancer itself goes to the pods' own port. */
export const SERVICE_PORT = 80;

/** Tells the controller to add a readiness gate to every new pod of the namespace that a binding selects. */
const READINESS_GATE_LABEL = "elbv2.k8s.aws/pod-readiness-gate-inject";

/** The part of an ingress that both sides make alike. */
export interface ServiceSide {
  readonly namespace: pulumi.Output<string>;
  readonly service: kubernetes.core.v1.Service;
}

/** Namespace, Service and, where wanted, disruption budget. */
export function createService(
  name: string,
  args: ResolvedCreateArgs | ResolvedJoinArgs,
  parent: pulumi.Resource,
): ServiceSide {
  const namespace = args.createNamespace
    ? createNamespace(`${name}-namespace`, args, parent).metadata.name
    : pulumi.output(args.namespace);
  const serviceName = `${name}-service`;
  const service = new kubernetes.core.v1.Service(
    serviceName,
    transformedObject<kubernetes.types.input.core.v1.Service>(
      args.transform.service,
      {
        metadata: {
          name: args.serviceName,
          namespace,
          // Pulumi would wait for endpoints; the workload comes only after the Service and its binding.
          annotations: { "pulumi.com/skipAwait": "true" },
        },
        spec: {
          type: "NodePort",
          selector: args.selector,
          ports: [{ name: "http", port: SERVICE_PORT, targetPort: args.containerPort, protocol: "TCP" }],
        },
      },
      serviceName,
    ),
    { parent },
  );
  if (args.podDisruptionBudget !== undefined) {
    createDisruptionBudget(
      `${name}-disruption-budget`,
      {
        budget: args.podDisruptionBudget,
        namespace,
        budgetName: args.serviceName,
        labels: args.selector,
        transform: args.transform.podDisruptionBudget,
      },
      { parent },
    );
  }
  return { namespace, service };
}

function createNamespace(
  name: string,
  args: ResolvedCreateArgs | ResolvedJoinArgs,
  parent: pulumi.Resource,
): kubernetes.core.v1.Namespace {
  return new kubernetes.core.v1.Namespace(
    name,
    transformedObject<kubernetes.types.input.core.v1.Namespace>(
      args.transform.namespace,
      {
        metadata: {
          name: args.namespace,
          labels: args.readinessGates ? { [READINESS_GATE_LABEL]: "enabled" } : {},
        },
      },
      name,
    ),
    { parent },
  );
}
