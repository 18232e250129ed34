import type { TagMap } from "../../tags.ts";
import type { NodegroupTaint, ScalingConfig, UpdateConfig } from "../records.ts";

export interface LaunchTemplateRequest {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

export interface NodegroupKey {
  readonly clusterName: string;
  readonly nodegroupName: string;
}

export interface CreateNodegroupRequest extends NodegroupKey {
  readonly scalingConfig?: ScalingConfig | undefined;
  readonly diskSize?: number | undefined;
  readonly subnets: readonly string[];
  readonly instanceTypes?: readonly string[] | undefined;
  readonly amiType?: string | undefined;
  readonly nodeRole: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly taints?: readonly NodegroupTaint[] | undefined;
  readonly tags?: TagMap | undefined;
  readonly launchTemplate?: LaunchTemplateRequest | undefined;
  readonly updateConfig?: UpdateConfig | undefined;
  readonly capacityType?: string | undefined;
  readonly version?: string | undefined;
  readonly releaseVersion?: string | undefined;
}

export interface UpdateNodegroupVersionRequest extends NodegroupKey {
  readonly version?: string | undefined;
  readonly releaseVersion?: string | undefined;
  readonly launchTemplate?: LaunchTemplateRequest | undefined;
  /** Whether pods are deleted that do not leave their node in time. */
  readonly force?: boolean | undefined;
}
