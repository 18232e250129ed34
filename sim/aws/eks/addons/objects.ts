/** Kubernetes objects of which add-ons are made. */
import { z } from "zod";
import type { Manifest } from "../../../kubernetes/types.ts";

export const NAMESPACE = "kube-system";

/** What `configurationValues.resources` may hold. */
export const resourcesSchema = z
  .strictObject({
    limits: z.record(z.string(), z.string()),
    requests: z.record(z.string(), z.string()),
  })
  .partial();

/** For what must run on every node, in whatever state it is. */
export const tolerateEverything = [{ operator: "Exists" }];

export interface WorkloadArgs {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly priorityClassName: string;
  readonly hostNetwork: boolean;
  readonly tolerations: readonly object[];
  /** Of the pods. */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly container: { readonly name: string; readonly image: string } & Readonly<Record<string, unknown>>;
}

export function serviceAccount(name: string): Manifest {
  return { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: NAMESPACE } };
}

export function daemonSet(args: WorkloadArgs): Manifest {
  return workload("DaemonSet", args, {
    updateStrategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "10%" } },
  });
}

export function deployment(args: WorkloadArgs & { readonly replicas: number }): Manifest {
  return workload("Deployment", args, { replicas: args.replicas });
}

function workload(kind: string, args: WorkloadArgs, spec: object): Manifest {
  return {
    apiVersion: "apps/v1",
    kind,
    metadata: { name: args.name, namespace: NAMESPACE, labels: { ...args.labels } },
    spec: {
      ...spec,
      selector: { matchLabels: args.labels },
      template: {
        metadata: {
          labels: { ...args.labels },
          ...(args.annotations === undefined ? {} : { annotations: args.annotations }),
        },
        spec: {
          serviceAccountName: args.name,
          priorityClassName: args.priorityClassName,
          hostNetwork: args.hostNetwork,
          tolerations: args.tolerations,
          ...(args.nodeSelector === undefined ? {} : { nodeSelector: args.nodeSelector }),
          containers: [args.container],
        },
      },
    },
  };
}
