import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { NotSimulated, ResourceInitError } from "../../../core/errors.ts";
import { physicalName } from "../../../core/physical-name.ts";
import type { ResourceContext } from "../../../core/resource-type.ts";
import { sameSet } from "../../pulumi/sets.ts";
import { tagsInput } from "../../pulumi/tags.ts";
import { withId } from "../kind.ts";
import { withNestedReplacement } from "../pulumi/nested-replacement.ts";
import { eksResource } from "../pulumi/resource.ts";
import { failureToBecomeActive, waitUntilGone } from "../pulumi/waiting.ts";
import type { Nodegroup, NodegroupTaint } from "../records.ts";
import { NODEGROUP } from "./nodegroup.ts";
import type { NodegroupKey } from "./requests.ts";

const taint = z.object({
  key: z.string(),
  value: z.string().optional(),
  effect: z.enum(["NO_SCHEDULE", "NO_EXECUTE", "PREFER_NO_SCHEDULE"]),
});

const schema = z.object({
  amiType: z.string().optional(),
  capacityType: z.string().optional(),
  clusterName: z.string(),
  diskSize: z.int().optional(),
  forceUpdateVersion: z.boolean().optional(),
  instanceTypes: z.array(z.string()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  launchTemplate: z
    .strictObject({ id: z.string().optional(), name: z.string().optional(), version: z.string() })
    .optional(),
  nodeGroupName: z.string().optional(),
  nodeRoleArn: z.string(),
  releaseVersion: z.string().optional(),
  scalingConfig: z.strictObject({ desiredSize: z.int(), maxSize: z.int(), minSize: z.int() }),
  subnetIds: z.array(z.string()),
  taints: z.array(taint).optional(),
  updateConfig: z
    .strictObject({
      maxUnavailable: z.int().min(1).max(100).optional(),
      maxUnavailablePercentage: z.int().min(1).max(100).optional(),
    })
    .optional(),
  version: z.string().optional(),
  ...tagsInput,
});

type Inputs = z.output<typeof schema>;

const MAX_NAME_LENGTH = 63;

/** Schema: terraform-provider-aws/internal/service/eks/node_group.go */
export const nodeGroupResource = withNestedReplacement(
  eksResource(NODEGROUP, {
    token: "aws:eks/nodeGroup:NodeGroup",
    nameInput: "nodeGroupName",
    schema,
    replaceOnChange: [
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "instanceTypes",
      "nodeGroupName",
      "nodeRoleArn",
      "subnetIds",
    ],
    computed: [
      "amiType",
      "arn",
      "capacityType",
      "diskSize",
      "instanceTypes",
      "launchTemplate",
      "nodeGroupName",
      "nodeGroupNamePrefix",
      "releaseVersion",
      "resources",
      "status",
      "tagsAll",
      "updateConfig",
      "version",
    ],
    computedOnUpdate: ["releaseVersion", "status"],
    computedInPart: ["launchTemplate"],

    isSame: (property, before, after) =>
      property === "subnetIds" || property === "taints"
        ? sameSet(before ?? [], after ?? [])
        : isDeepStrictEqual(before, after),

    withoutConflicts(inputs) {
      const { launchTemplate } = inputs as Partial<Inputs>;
      if (launchTemplate?.id === undefined) return inputs;
      const { name: _name, ...identified } = launchTemplate;
      return { ...inputs, launchTemplate: identified };
    },

    create(context, inputs, tagging) {
      const { cloud } = context;
      const { nodegroupName } = cloud.call(cloud.administrator, "eks", "CreateNodegroup", {
        clusterName: inputs.clusterName,
        nodegroupName: inputs.nodeGroupName ?? physicalName(context, MAX_NAME_LENGTH),
        scalingConfig: inputs.scalingConfig,
        diskSize: inputs.diskSize,
        subnets: inputs.subnetIds,
        instanceTypes: inputs.instanceTypes,
        amiType: inputs.amiType,
        nodeRole: inputs.nodeRoleArn,
        labels: inputs.labels,
        taints: inputs.taints,
        ...tagging,
        launchTemplate: inputs.launchTemplate,
        updateConfig: inputs.updateConfig,
        capacityType: inputs.capacityType,
        version: inputs.version,
        releaseVersion: inputs.releaseVersion,
      }).nodegroup;
      const id = `${inputs.clusterName}:${nodegroupName}`;
      waitUntilActive(context, id, "create");
      return id;
    },

    outputs: (_context, group, properties) => ({
      amiType: group.amiType,
      arn: group.nodegroupArn,
      capacityType: group.capacityType,
      clusterName: group.clusterName,
      diskSize: group.diskSize ?? 0,
      forceUpdateVersion: properties["forceUpdateVersion"],
      instanceTypes: group.instanceTypes,
      labels: group.labels,
      launchTemplate: group.launchTemplate,
      nodeGroupName: group.nodegroupName,
      nodeGroupNamePrefix: "",
      nodeRoleArn: group.nodeRole,
      releaseVersion: group.releaseVersion,
      resources: [
        {
          autoscalingGroups: group.resources.autoScalingGroups,
          remoteAccessSecurityGroupId: "",
        },
      ],
      scalingConfig: group.scalingConfig,
      status: group.status,
      subnetIds: group.subnets,
      taints: group.taints,
      updateConfig: group.updateConfig,
      version: group.version,
    }),

    update(context, id, before, after) {
      const { cloud } = context;
      const key = keyOf(id);
      const changed = (property: keyof Inputs) => !isDeepStrictEqual(before[property], after[property]);
      if (before.launchTemplate !== undefined && after.launchTemplate === undefined) {
        throw new NotSimulated("aws:eks/nodeGroup:NodeGroup", "taking the launch template away");
      }
      if (changed("launchTemplate") || changed("version") || changed("releaseVersion")) {
        cloud.call(cloud.administrator, "eks", "UpdateNodegroupVersion", {
          ...key,
          // The provider names version and release only where they change; else EKS takes the version's newest release.
          version: changed("version") ? after.version : undefined,
          releaseVersion: changed("releaseVersion") ? after.releaseVersion : undefined,
          launchTemplate: after.launchTemplate,
          force: after.forceUpdateVersion,
        });
        waitUntilActive(context, id, "version update");
        refuseFailedUpdate(context, id);
      }
      if (
        ["labels", "scalingConfig", "taints", "updateConfig"].some((name) => changed(name as keyof Inputs))
      ) {
        cloud.call(cloud.administrator, "eks", "UpdateNodegroupConfig", {
          ...key,
          // The provider sends what has changed: terraform-provider-aws/internal/service/eks/node_group.go
          scalingConfig: changed("scalingConfig") ? after.scalingConfig : undefined,
          updateConfig: changed("updateConfig") ? after.updateConfig : undefined,
          labels: {
            addOrUpdateLabels: after.labels,
            removeLabels: Object.keys(before.labels ?? {}).filter(
              (label) => !(label in (after.labels ?? {})),
            ),
          },
          taints: { addOrUpdateTaints: after.taints, removeTaints: removed(before.taints, after.taints) },
        });
        waitUntilActive(context, id, "config update");
      }
    },

    delete(context, id) {
      context.cloud.call(context.cloud.administrator, "eks", "DeleteNodegroup", keyOf(id));
      waitUntilGone(context, NODEGROUP, id, 60);
    },
  }),
  ["launchTemplate.id", "launchTemplate.name"],
);

/**
 * The group exists whether its nodes come or not: a failure leaves a resource behind that the next update goes on from.
 * What the instances' consoles say is added to the provider's words, as nobody can look at them here.
 */
function waitUntilActive(context: ResourceContext, id: string, verb: string): void {
  const failure = failureToBecomeActive(context, NODEGROUP, id, {
    verb,
    pending: [verb === "create" ? "CREATING" : "UPDATING"],
    minutes: 60,
    issues: ({ health }) => health.issues.map(describe).join("\n"),
  });
  const group = withId(NODEGROUP, context.cloud, id);
  if (failure === undefined || group === undefined) return;
  const consoles = Object.entries(group.bootErrors).map(([instance, words]) => `${instance}: ${words}`);
  throw new ResourceInitError(id, {}, [failure, ...consoles]);
}

/** A failed update of version or template leaves an active group: only the update itself says so. */
function refuseFailedUpdate(context: ResourceContext, id: string): void {
  const failed = withId(NODEGROUP, context.cloud, id)?.failedUpdate;
  if (failed === undefined) return;
  const what = `waiting for EKS Node Group (${id}) version update (${context.cloud.ids.uuid()})`;
  const reason = `unexpected state 'Failed', wanted target 'Successful'. last error: ${describe(failed)}`;
  throw new ResourceInitError(id, {}, [`${what}: ${reason}`]);
}

function describe({ code, message, resourceIds }: Nodegroup["health"]["issues"][number]): string {
  return `${resourceIds.join(", ")}: ${code}: ${message}`;
}

function removed(
  before: readonly NodegroupTaint[] | undefined,
  after: readonly NodegroupTaint[] | undefined,
): NodegroupTaint[] {
  return (before ?? []).filter((old) => !(after ?? []).some((taint) => isDeepStrictEqual(taint, old)));
}

/** Of `CLUSTER:NAME`. */
function keyOf(id: string): NodegroupKey {
  const [clusterName = "", nodegroupName = ""] = id.split(":");
  return { clusterName, nodegroupName };
}
