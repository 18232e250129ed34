import { z } from "zod";
import { addonImage, type AddonDefinition } from "./definition.ts";
import { daemonSet, resourcesSchema, serviceAccount, tolerateEverything } from "./objects.ts";

/** The agent on each node that gives pods the credentials of their Pod Identity associations. */
export const podIdentityAgentAddon: AddonDefinition = {
  name: "eks-pod-identity-agent",
  workload: { kind: "DaemonSet", name: "eks-pod-identity-agent" },
  serviceAccount: "eks-pod-identity-agent",
  bootstrap: false,
  unmodelled: ["affinity", "agent", "podAnnotations", "podLabels", "tolerations", "updateStrategy"],
  configuration: z.strictObject({ resources: resourcesSchema }).partial(),
  manifests({ region, addonVersion, clusterName }, configuration) {
    return [
      serviceAccount("eks-pod-identity-agent"),
      daemonSet({
        name: "eks-pod-identity-agent",
        labels: { "app.kubernetes.io/name": "eks-pod-identity-agent" },
        priorityClassName: "system-node-critical",
        hostNetwork: true,
        tolerations: tolerateEverything,
        container: {
          name: "eks-pod-identity-agent",
          image: addonImage(region, "eks/eks-pod-identity-agent", addonVersion),
          args: ["server", "--port", "80", "--cluster-name", clusterName, "--probe-port", "2703"],
          ...(configuration.resources === undefined ? {} : { resources: configuration.resources }),
        },
      }),
    ];
  },
};
