import { NotSimulated } from "../../../core/errors.ts";
import type { NetworkPolicy, NetworkPolicyPeer } from "../../objects.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";

/** networking.k8s.io/v1 NetworkPolicy: what pods let in. */
export const networkPolicyStrategy: Strategy<NetworkPolicy> = {
  setDefaults({ metadata, spec }) {
    spec.policyTypes ??= spec.egress === undefined ? ["Ingress"] : ["Ingress", "Egress"];
    // Programs reach AWS and the API server here without a look at what their pods may send, and webhooks are asked so.
    if (spec.policyTypes.includes("Egress"))
      throw new NotSimulated("network policies for egress", metadata.name);
    if (metadata.namespace === "kube-system") {
      throw new NotSimulated("network policies in kube-system", metadata.name);
    }
    for (const { ports = [] } of spec.ingress ?? []) for (const port of ports) port.protocol ??= "TCP";
  },
  validate({ spec }) {
    return (spec.ingress ?? []).flatMap(({ from = [] }, rule) =>
      from.flatMap((peer, index) => peerErrors(peer, `spec.ingress[${rule}].from[${index}]`)),
    );
  },
};

/** Words of ValidateNetworkPolicyPeer: https://github.com/kubernetes/kubernetes/blob/master/pkg/apis/networking/validation/validation.go */
function peerErrors({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer, path: string): string[] {
  const isOfPods = podSelector !== undefined || namespaceSelector !== undefined;
  if (ipBlock === undefined) return isOfPods ? [] : [fieldError.required(path, "must specify a peer")];
  return isOfPods ? [fieldError.forbidden(path, "may not specify both ipBlock and another peer")] : [];
}
