/** EKS add-ons: record and operations. */
import type { Cloud } from "../../../core/cloud.ts";
import { defined } from "../../../core/defined.ts";
import { operation } from "../../../core/operation.ts";
import type { TagMap } from "../../tags.ts";
import { parseConfiguration } from "./configuration.ts";
import type { AddonDefinition } from "./definition.ts";
import { addonConflicts, applyAddon, isAddonReady, removeAddon } from "./install.ts";
import { addonDefinition, addonDefinitions } from "./registry.ts";
import { addonVersions, defaultAddonVersion } from "./versions.ts";
import { onCluster, onPassRole, onTagging } from "../arns.ts";
import { invalidParameter, invalidRequest, resourceInUse } from "../errors.ts";
import { forget, operationOn, type EksKind } from "../kind.ts";
import { kubernetesVersions } from "../kubernetes-versions.ts";
import type { Addon, AddonIssue, Cluster } from "../records.ts";
import { requiredRole } from "../role-checks.ts";
import { eksState, inCluster } from "../state.ts";
import { checkEnum } from "../validation.ts";

interface AddonKey {
  readonly clusterName: string;
  readonly addonName: string;
}

export interface CreateAddonRequest extends AddonKey {
  readonly addonVersion?: string | undefined;
  readonly serviceAccountRoleArn?: string | undefined;
  readonly resolveConflicts?: string | undefined;
  readonly configurationValues?: string | undefined;
  readonly tags?: TagMap | undefined;
}

type UpdateAddonRequest = Omit<CreateAddonRequest, "tags">;

interface DeleteAddonRequest extends AddonKey {
  readonly preserve?: boolean | undefined;
}

/** Virtual time between two looks at an add-on that is coming up, and until EKS calls it degraded. */
const POLL_MS = 10_000;
const PATIENCE_MS = 5 * 60_000;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html */
const notEnoughReplicas: AddonIssue = {
  code: "InsufficientNumberOfReplicas",
  message: "The add-on is unhealthy because it doesn't have the desired number of replicas.",
};

export const ADDON: EksKind<AddonKey, Addon> = {
  title: "EKS Add-On",
  table: (cloud) => eksState(cloud).addons,
  place: ({ clusterName, addonName }) => ({ cluster: clusterName, key: inCluster(clusterName, addonName) }),
  arn: ({ addonArn }) => addonArn,
  requestedArn: (cloud, { clusterName, addonName }) =>
    cloud.arn("eks", `addon/${clusterName}/${addonName}/*`),
};

export const addonOperations = {
  CreateAddon: operation({
    authorize: (cloud, request: CreateAddonRequest) => [
      onCluster(cloud, "CreateAddon", request.clusterName),
      ...onTagging(cloud.arn("eks", `addon/${request.clusterName}/*`), request.tags),
      ...(request.serviceAccountRoleArn === undefined
        ? []
        : [onPassRole(request.serviceAccountRoleArn, "eks.amazonaws.com")]),
    ],
    run: (cloud, request): { addon: Addon } => ({ addon: structuredClone(createAddon(cloud, request)) }),
  }),

  DescribeAddon: operationOn(ADDON, "DescribeAddon", (_cloud, addon) => ({ addon: structuredClone(addon) })),

  UpdateAddon: operationOn(ADDON, "UpdateAddon", (cloud, addon, request: UpdateAddonRequest) => {
    if (addon.status === "CREATING" || addon.status === "UPDATING" || addon.status === "DELETING") {
      throw resourceInUse(
        `Addon ${addon.addonName} cannot be updated as it is currently in ${addon.status} state`,
      );
    }
    const cluster = eksState(cloud).clusters.get(request.clusterName);
    const definition = addonDefinition(request.addonName);
    const wanted = { addonVersion: addon.addonVersion, ...defined(request) };
    const changes = checked(cloud, cluster, definition, wanted, addon.addonVersion);
    Object.assign(addon, changes, { status: "UPDATING", modifiedAt: cloud.clock.timestamp() });
    applyAddon(cloud, cluster, definition, addon);
    watchAddon(cloud, addon, cloud.clock.now());
    return { update: { status: "InProgress" } };
  }),

  DeleteAddon: operationOn(ADDON, "DeleteAddon", (cloud, addon, request: DeleteAddonRequest) => {
    if (request.preserve !== true) {
      const cluster = eksState(cloud).clusters.get(request.clusterName);
      removeAddon(cloud, cluster, addonDefinition(request.addonName), addon);
    }
    addon.status = "DELETING";
    cloud.clock.schedule(POLL_MS, () => {
      if (isCurrent(cloud, addon)) forget(ADDON, cloud, addon);
    });
    return { addon: structuredClone(addon) };
  }),

  DescribeAddonVersions: operation({
    run: (
      cloud,
      request: { readonly addonName?: string | undefined; readonly kubernetesVersion?: string | undefined },
    ): { addons: AddonVersions[] } => ({
      addons: addonDefinitions
        .filter(({ name }) => request.addonName === undefined || request.addonName === name)
        .map(({ name }) => describeVersions(cloud, name, request.kubernetesVersion)),
    }),
  }),
};

/** An add-on with its versions, newest first, and the Kubernetes versions that each is for. */
export interface AddonVersions {
  readonly addonName: string;
  readonly addonVersions: readonly {
    readonly addonVersion: string;
    readonly compatibilities: readonly {
      readonly clusterVersion: string;
      readonly defaultVersion: boolean;
    }[];
  }[];
}

/** Goes on watching the add-ons that were coming up when a world was saved. */
export function resumeAddons(cloud: Cloud): void {
  for (const addon of eksState(cloud).addons.values()) {
    if (["CREATING", "UPDATING", "DEGRADED"].includes(addon.status))
      watchAddon(cloud, addon, cloud.clock.now());
  }
}

function createAddon(cloud: Cloud, request: CreateAddonRequest): Addon {
  const { clusterName, addonName } = request;
  const cluster = eksState(cloud).clusters.get(clusterName);
  if (cluster.status === "CREATING" || cluster.status === "DELETING") {
    throw invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`);
  }
  const key = inCluster(clusterName, addonName);
  if (eksState(cloud).addons.has(key)) throw resourceInUse("Addon already exists.");
  const definition = addonDefinition(addonName);
  const settings = checked(cloud, cluster, definition, request);
  const now = cloud.clock.timestamp();
  const addon = eksState(cloud).addons.set(key, {
    addonName,
    clusterName,
    status: "CREATING",
    health: { issues: [] },
    addonArn: cloud.arn("eks", `addon/${clusterName}/${addonName}/${cloud.ids.uuid()}`),
    createdAt: now,
    modifiedAt: now,
    ...settings,
    tags: { ...request.tags },
  });
  const conflicts =
    request.resolveConflicts === "OVERWRITE" ? [] : addonConflicts(cloud, cluster, definition, addon);
  if (conflicts.length > 0) {
    addon.status = "CREATE_FAILED";
    addon.health.issues = [
      {
        code: "ConfigurationConflict",
        message: `Conflicts found when trying to apply. Will not continue due to resolve conflicts mode. Conflicts:\n${conflicts.join("\n")}`,
      },
    ];
    return addon;
  }
  applyAddon(cloud, cluster, definition, addon);
  watchAddon(cloud, addon, cloud.clock.now());
  return addon;
}

/** Looks at the add-on's pods until they are all ready. */
function watchAddon(cloud: Cloud, addon: Addon, since: number): void {
  cloud.clock.schedule(POLL_MS, () => {
    const cluster = eksState(cloud).clusters.find(addon.clusterName);
    if (!isCurrent(cloud, addon) || addon.status === "DELETING" || cluster === undefined) return;
    if (isAddonReady(cloud, cluster, addonDefinition(addon.addonName))) {
      addon.status = "ACTIVE";
      addon.health.issues = [];
      return;
    }
    if (cloud.clock.now() - since >= PATIENCE_MS) {
      addon.status = "DEGRADED";
      addon.health.issues = [notEnoughReplicas];
    }
    watchAddon(cloud, addon, since);
  });
}

function isCurrent(cloud: Cloud, addon: Addon): boolean {
  return eksState(cloud).addons.find(inCluster(addon.clusterName, addon.addonName)) === addon;
}

function checked(
  cloud: Cloud,
  cluster: Cluster,
  definition: AddonDefinition,
  request: Omit<CreateAddonRequest, keyof AddonKey>,
  present?: string,
): Pick<Addon, "addonVersion" | "configurationValues" | "serviceAccountRoleArn"> {
  if (request.resolveConflicts !== undefined) {
    checkEnum("resolveConflicts", request.resolveConflicts, ["OVERWRITE", "NONE", "PRESERVE"]);
  }
  const addonVersion = request.addonVersion ?? defaultAddonVersion(definition.name, cluster.version);
  const published = publishedVersions(cloud, definition.name, cluster.version);
  if (addonVersion === undefined || !(addonVersion === present || published.includes(addonVersion))) {
    throw invalidParameter("Addon version specified is not supported");
  }
  checkVersionChange(definition.name, present, addonVersion);
  parseConfiguration(definition, request.configurationValues);
  if (request.serviceAccountRoleArn !== undefined) requiredRole(cloud, request.serviceAccountRoleArn);
  const { configurationValues, serviceAccountRoleArn } = request;
  return {
    addonVersion,
    ...defined({ configurationValues, serviceAccountRoleArn }),
  };
}

/** Words of EKS, as https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2749 has them. */
function checkVersionChange(addonName: string, present: string | undefined, wanted: string): void {
  if (addonName !== "vpc-cni" || present === undefined) return;
  if (Math.abs(minorOfAddon(wanted) - minorOfAddon(present)) <= 1) return;
  throw invalidParameter("Updating VPC-CNI can only go up or down 1 minor version at a time");
}

/** 21 of `v1.21.1-eksbuild.3`. */
function minorOfAddon(version: string): number {
  return Number(version.split(".")[1]);
}

function publishedVersions(cloud: Cloud, addonName: string, kubernetesVersion: string): readonly string[] {
  return addonVersions(addonName, kubernetesVersion, cloud.clock.now());
}

function describeVersions(
  cloud: Cloud,
  addonName: string,
  kubernetesVersion: string | undefined,
): AddonVersions {
  const minors = kubernetesVersions.filter(
    (minor) => kubernetesVersion === undefined || kubernetesVersion === minor,
  );
  const versions = [...new Set(minors.flatMap((minor) => publishedVersions(cloud, addonName, minor)))];
  return {
    addonName,
    addonVersions: versions.map((addonVersion) => ({
      addonVersion,
      compatibilities: minors
        .filter((minor) => publishedVersions(cloud, addonName, minor).includes(addonVersion))
        .map((clusterVersion) => ({
          clusterVersion,
          defaultVersion: defaultAddonVersion(addonName, clusterVersion) === addonVersion,
        })),
    })),
  };
}
