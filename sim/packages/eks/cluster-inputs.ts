import { NotSimulated } from "../../core/errors.ts";
import type { Properties } from "../../core/resource-type.ts";
import { refuseUnknownInputs } from "../component-inputs.ts";

const COMPONENT = "eks:index:Cluster";

/**
 * Inputs of the cluster component that the expansion looks at. Where a value is a plain one in the component's
 * schema, it decides which resources there are; all others may be unknown yet and are only passed on.
 */
export interface ClusterInputs {
  readonly accessEntries?: Readonly<Record<string, Properties>>;
  readonly authenticationMode?: string;
  readonly bootstrapSelfManagedAddons?: unknown;
  readonly clusterSecurityGroupTags?: Properties;
  readonly clusterTags?: Properties;
  readonly corednsAddonOptions?: Properties;
  readonly deletionProtection?: unknown;
  readonly enabledClusterLogTypes?: unknown;
  readonly encryptionConfigKeyArn?: unknown;
  readonly endpointPrivateAccess?: unknown;
  readonly endpointPublicAccess?: unknown;
  readonly instanceRoles?: unknown;
  readonly ipFamily?: unknown;
  readonly kubeProxyAddonOptions?: Properties;
  readonly kubernetesServiceIpAddressRange?: unknown;
  readonly name?: unknown;
  readonly nodeSecurityGroupTags?: Properties;
  readonly privateSubnetIds?: unknown;
  readonly providerCredentialOpts?: Properties;
  readonly publicAccessCidrs?: unknown;
  readonly publicSubnetIds?: unknown;
  readonly serviceRole?: unknown;
  readonly skipDefaultNodeGroup?: boolean;
  readonly skipDefaultSecurityGroups?: boolean;
  readonly subnetIds?: unknown;
  readonly tags?: Properties;
  readonly upgradePolicy?: unknown;
  readonly useDefaultVpcCni?: boolean;
  readonly version?: unknown;
  readonly vpcCniOptions?: Properties;
  readonly vpcId?: unknown;
}

const supported: readonly (keyof ClusterInputs)[] = [
  "accessEntries",
  "authenticationMode",
  "bootstrapSelfManagedAddons",
  "clusterSecurityGroupTags",
  "clusterTags",
  "corednsAddonOptions",
  "deletionProtection",
  "enabledClusterLogTypes",
  "encryptionConfigKeyArn",
  "endpointPrivateAccess",
  "endpointPublicAccess",
  "instanceRoles",
  "ipFamily",
  "kubeProxyAddonOptions",
  "kubernetesServiceIpAddressRange",
  "name",
  "nodeSecurityGroupTags",
  "privateSubnetIds",
  "providerCredentialOpts",
  "publicAccessCidrs",
  "publicSubnetIds",
  "serviceRole",
  "skipDefaultNodeGroup",
  "skipDefaultSecurityGroups",
  "subnetIds",
  "tags",
  "upgradePolicy",
  "useDefaultVpcCni",
  "version",
  "vpcCniOptions",
  "vpcId",
];

/** Inputs that select a way of working that is not simulated, with the one value that is. */
const onlyValue: Readonly<Record<string, { readonly value: boolean; readonly reason: string }>> = {
  skipDefaultNodeGroup: { value: true, reason: "the default node group is self-managed" },
  createInstanceRole: { value: false, reason: "self-managed nodes" },
  createOidcProvider: {
    value: false,
    reason: "the component fetches a certificate from the issuer over TLS; use aws.iam.OpenIdConnectProvider",
  },
  fargate: { value: false, reason: "Fargate" },
};

/**
 * Checks the inputs as the component does.
 *
 * @throws Error in the component's words for inputs that it refuses; NotSimulated for those beyond the simulation.
 */
export function readClusterInputs(inputs: Properties): ClusterInputs {
  checkAuthenticationMode(inputs);
  if (inputs.subnetIds !== undefined && (inputs.publicSubnetIds ?? inputs.privateSubnetIds) !== undefined) {
    throw new Error(
      "subnetIds, and the use of publicSubnetIds and/or privateSubnetIds are mutually exclusive. Choose a single approach.",
    );
  }
  for (const [input, only] of Object.entries(onlyValue)) {
    const value = inputs[input] ?? false;
    if (value !== only.value) throw new NotSimulated(`${COMPONENT} input ${input}: ${value}`, only.reason);
  }
  if (inputs.authenticationMode !== "API") {
    throw new NotSimulated(`${COMPONENT} input authenticationMode: ${inputs.authenticationMode}`, "aws-auth");
  }
  if (inputs.vpcId === undefined) throw new NotSimulated(`${COMPONENT} without vpcId`, "the default VPC");
  refuseUnknownInputs(COMPONENT, inputs, [...supported, ...Object.keys(onlyValue)]);
  return inputs;
}

/** See `nodejs/eks/cluster/authenticationMode.ts` in 4.3.0. */
function checkAuthenticationMode(inputs: Properties): void {
  const mode = inputs.authenticationMode;
  const allowed = ["CONFIG_MAP", "API_AND_CONFIG_MAP", "API"];
  if (mode !== undefined && !allowed.includes(String(mode))) {
    throw new Error(
      `Invalid value for authenticationMode: ${mode}. Allowed values are: ${allowed.join(", ")}.`,
    );
  }
  if (mode === "API") {
    for (const property of ["roleMappings", "userMappings", "instanceRoles"]) {
      const value = inputs[property];
      if (Array.isArray(value) && value.length > 0) {
        throw new Error(
          `The '${property}' property does not support non-empty values when 'authenticationMode' is set to 'API'.`,
        );
      }
    }
  } else if (mode !== "API_AND_CONFIG_MAP" && inputs.accessEntries !== undefined) {
    const state = mode === undefined ? "not set" : `set to '${mode}'`;
    throw new Error(`The 'accessEntries' property is not supported when 'authenticationMode' is ${state}.`);
  }
}
