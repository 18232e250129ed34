import { defined } from "../../core/defined.ts";
import type { Child, ChildOptions, Expansion, Properties } from "../../core/resource-type.ts";
import { refuseUnknownInputs } from "../component-inputs.ts";
import { stringifySorted, vpcCniConfiguration, vpcCniOptionNames } from "./vpc-cni-options.ts";

/** What all add-ons of a cluster share. */
export interface AddonContext {
  readonly expansion: Expansion;
  readonly name: string;
  readonly cluster: Child;
  readonly tags: unknown;
}

const addonOptionNames = [
  "configurationValues",
  "enabled",
  "resolveConflictsOnCreate",
  "resolveConflictsOnUpdate",
  "version",
];

/** kube-proxy or coredns with the component's `kubeProxyAddonOptions` or `corednsAddonOptions`. */
export function createAddon(
  context: AddonContext,
  addon: "kube-proxy" | "coredns",
  input: string,
  options: Properties,
): Child {
  refuseUnknownInputs(`eks:index:Cluster ${input}`, options, addonOptionNames);
  const configurationValues =
    options.configurationValues === undefined
      ? undefined
      : context.expansion.map(options.configurationValues, stringifySorted);
  return registerAddon(context, addon, { ...options, addonVersion: options.version, configurationValues });
}

/** The component's `VpcCniAddon` with the `vpcCniOptions`. */
export function createVpcCni(context: AddonContext, options: Properties, dependsOn: readonly Child[]): Child {
  refuseUnknownInputs("eks:index:Cluster vpcCniOptions", options, vpcCniOptionNames);
  const { expansion, name } = context;
  const parent = expansion.component("eks:index:VpcCniAddon", `${name}-vpc-cni`, { dependsOn });
  const { addonVersion: _, serviceAccountRoleArn: __, ...configuration } = options;
  const configurationValues = expansion.map(configuration, vpcCniConfiguration);
  return registerAddon(context, "vpc-cni", { ...options, configurationValues }, { parent });
}

function registerAddon(
  context: AddonContext,
  addon: string,
  options: Properties,
  childOptions: ChildOptions = {},
): Child {
  const { expansion, name, cluster, tags } = context;
  return expansion.resource(
    "aws:eks/addon:Addon",
    `${name}-${addon}`,
    defined({
      addonName: addon,
      addonVersion: options.addonVersion ?? mostRecentVersion(expansion, cluster, addon),
      clusterName: cluster.output("name"),
      configurationValues: options.configurationValues,
      // Add-ons stay in the cluster when their resource goes: the cluster goes right after them.
      preserve: true,
      resolveConflictsOnCreate: options.resolveConflictsOnCreate ?? "OVERWRITE",
      resolveConflictsOnUpdate: options.resolveConflictsOnUpdate ?? "OVERWRITE",
      serviceAccountRoleArn: options.serviceAccountRoleArn,
      tags,
    }),
    childOptions,
  );
}

function mostRecentVersion(expansion: Expansion, cluster: Child, addon: string): unknown {
  const result = expansion.invoke("aws:eks/getAddonVersion:getAddonVersion", {
    addonName: addon,
    kubernetesVersion: cluster.output("version"),
    mostRecent: true,
  });
  return expansion.map(result, (found) => (found as { version: string }).version);
}
