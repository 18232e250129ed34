import { NotSimulated } from "../../../core/errors.ts";
import { corednsAddon } from "./coredns.ts";
import type { AddonDefinition } from "./definition.ts";
import { kubeProxyAddon } from "./kube-proxy.ts";
import { metricsServerAddon } from "./metrics-server.ts";
import { podIdentityAgentAddon } from "./pod-identity-agent.ts";
import { vpcCniAddon } from "./vpc-cni.ts";

/** Every add-on that the simulated cloud knows. */
export const addonDefinitions: readonly AddonDefinition[] = [
  vpcCniAddon,
  kubeProxyAddon,
  corednsAddon,
  podIdentityAgentAddon,
  metricsServerAddon,
];

/** @throws NotSimulated */
export function addonDefinition(name: string): AddonDefinition {
  const found = addonDefinitions.find((definition) => definition.name === name);
  if (found === undefined) throw new NotSimulated(`EKS add-on ${name}`);
  return found;
}
