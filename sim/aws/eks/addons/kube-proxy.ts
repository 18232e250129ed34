import { z } from "zod";
import { addonImage, type AddonDefinition } from "./definition.ts";
import { daemonSet, resourcesSchema, serviceAccount, tolerateEverything } from "./objects.ts";

/** kube-proxy: Services on each node. */
export const kubeProxyAddon: AddonDefinition = {
  name: "kube-proxy",
  workload: { kind: "DaemonSet", name: "kube-proxy" },
  serviceAccount: "kube-proxy",
  bootstrap: true,
  unmodelled: ["podAnnotations", "podLabels"],
  configuration: z
    .strictObject({
      mode: z.enum(["iptables", "ipvs", "nftables"]),
      ipvs: z.strictObject({ scheduler: z.string() }).partial(),
      resources: resourcesSchema,
    })
    .partial(),
  manifests({ region, addonVersion }, configuration) {
    return [
      serviceAccount("kube-proxy"),
      daemonSet({
        name: "kube-proxy",
        labels: { "k8s-app": "kube-proxy" },
        priorityClassName: "system-node-critical",
        hostNetwork: true,
        tolerations: tolerateEverything,
        container: {
          name: "kube-proxy",
          image: addonImage(region, "eks/kube-proxy", addonVersion.replace("-eksbuild", "-minimal-eksbuild")),
          command: ["kube-proxy", "--v=2", "--config=/var/lib/kube-proxy-config/config"],
          resources: configuration.resources ?? { requests: { cpu: "100m" } },
        },
      }),
    ];
  },
};
