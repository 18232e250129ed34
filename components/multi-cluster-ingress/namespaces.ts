import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { createObject } from "../shared/child.ts";
import type { MultiClusterIngressNodes } from "./args.ts";
import type { ResolvedApp } from "./resolve-app.ts";
import type { SideArgs } from "./side-args.ts";

/** Tells the controller to add a readiness gate to every new pod of the namespace that a binding selects. */
const READINESS_GATE_LABEL = "elbv2.k8s.aws/pod-readiness-gate-inject";

/** Namespaces of the apps, made or there already. */
export interface Namespaces {
  readonly nodes: Pick<MultiClusterIngressNodes, "namespace" | "namespaces">;
  /** The component's. */
  readonly own: pulumi.Output<string>;
  of(app: ResolvedApp): pulumi.Output<string>;
}

/** The component's namespace, and those that apps have of their own. */
export function createNamespaces(parent: pulumi.Resource, name: string, args: SideArgs): Namespaces {
  const namespace = args.createNamespace
    ? createNamespace(parent, `${name}-namespace`, args.namespace, args)
    : undefined;
  const wanted = args.apps.filter((app) => app.createNamespace);
  const namespaces = Object.fromEntries(
    [...new Set(wanted.map((app) => app.namespace))].map((other) => [
      other,
      createNamespace(parent, `${name}-namespace-${other}`, other, args),
    ]),
  );
  const own = namespace?.metadata.name ?? pulumi.output(args.namespace);
  const nameOf = ({ namespace: wanted }: ResolvedApp) =>
    wanted === args.namespace ? own : (namespaces[wanted]?.metadata.name ?? pulumi.output(wanted));
  return { nodes: { namespace, namespaces }, own, of: nameOf };
}

function createNamespace(
  parent: pulumi.Resource,
  resourceName: string,
  namespace: string,
  { readinessGates, transform }: SideArgs,
): kubernetes.core.v1.Namespace {
  return createObject(kubernetes.core.v1.Namespace, resourceName, {
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
