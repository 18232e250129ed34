import type { TagMap } from "../../tags.ts";

export interface VpcConfigRequest {
  readonly subnetIds?: readonly string[] | undefined;
  readonly securityGroupIds?: readonly string[] | undefined;
  readonly endpointPublicAccess?: boolean | undefined;
  readonly endpointPrivateAccess?: boolean | undefined;
  readonly publicAccessCidrs?: readonly string[] | undefined;
}

export interface CreateClusterRequest {
  readonly name: string;
  readonly roleArn: string;
  readonly version?: string | undefined;
  readonly resourcesVpcConfig: VpcConfigRequest;
  readonly kubernetesNetworkConfig?: { readonly serviceIpv4Cidr?: string | undefined } | undefined;
  readonly logging?: Logging | undefined;
  readonly tags?: TagMap | undefined;
  readonly accessConfig?:
    | {
        readonly authenticationMode?: string | undefined;
        readonly bootstrapClusterCreatorAdminPermissions?: boolean | undefined;
      }
    | undefined;
  readonly upgradePolicy?: { readonly supportType: string } | undefined;
  readonly deletionProtection?: boolean | undefined;
  readonly bootstrapSelfManagedAddons?: boolean | undefined;
  readonly encryptionConfig?: readonly EncryptionConfig[] | undefined;
}

/** The key of AWS KMS with which EKS encrypts what Kubernetes stores. */
export interface EncryptionConfig {
  readonly resources?: readonly string[] | undefined;
  readonly provider: { readonly keyArn: string };
}

/** Logs of the control plane that CloudWatch gets. */
export interface Logging {
  readonly clusterLogging: readonly { readonly types: readonly string[]; readonly enabled: boolean }[];
}
