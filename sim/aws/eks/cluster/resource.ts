import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { NotSimulated } from "../../../core/errors.ts";
import { chosenName } from "../../../core/physical-name.ts";
import type { Properties, ResourceContext } from "../../../core/resource-type.ts";
import { providerCaller } from "../../provider-config.ts";
import { sameSet } from "../../pulumi/sets.ts";
import { tagsInput } from "../../pulumi/tags.ts";
import { withNestedReplacement } from "../pulumi/nested-replacement.ts";
import { eksResource } from "../pulumi/resource.ts";
import { failureToBecomeActive, waitUntilGone } from "../pulumi/waiting.ts";
import type { Cluster } from "../records.ts";
import { eksState } from "../state.ts";
import { CLUSTER } from "./cluster.ts";
import { logTypes } from "./logging.ts";
import type { Logging } from "./requests.ts";
import type { UpdateClusterConfigRequest } from "./update.ts";

const schema = z.object({
  accessConfig: z
    .object({
      authenticationMode: z.string().optional(),
      bootstrapClusterCreatorAdminPermissions: z.boolean().optional(),
    })
    .optional(),
  bootstrapSelfManagedAddons: z.boolean().optional(),
  deletionProtection: z.boolean().optional(),
  enabledClusterLogTypes: z.array(z.string()).optional(),
  encryptionConfig: z
    .strictObject({
      provider: z.strictObject({ keyArn: z.string() }),
      resources: z.array(z.literal("secrets")),
    })
    .optional(),
  kubernetesNetworkConfig: z
    .strictObject({ ipFamily: z.literal("ipv4").optional(), serviceIpv4Cidr: z.string().optional() })
    .optional(),
  name: z.string().optional(),
  roleArn: z.string(),
  upgradePolicy: z.object({ supportType: z.string().optional() }).optional(),
  version: z.string().optional(),
  vpcConfig: z.strictObject({
    endpointPrivateAccess: z.boolean().optional(),
    endpointPublicAccess: z.boolean().optional(),
    publicAccessCidrs: z.array(z.string()).optional(),
    securityGroupIds: z.array(z.string()).optional(),
    subnetIds: z.array(z.string()),
  }),
  ...tagsInput,
});

type Inputs = z.output<typeof schema>;

const TOKEN = "aws:eks/cluster:Cluster";

const MAX_NAME_LENGTH = 100;

/** Schema: terraform-provider-aws/internal/service/eks/cluster.go */
export const clusterResource = withNestedReplacement(
  eksResource(CLUSTER, {
    token: TOKEN,
    nameInput: "name",
    schema,
    defaults: { bootstrapSelfManagedAddons: true },
    replaceOnChange: ["name", "roleArn", "bootstrapSelfManagedAddons", "kubernetesNetworkConfig"],
    computed: [
      "accessConfig",
      "arn",
      "certificateAuthority",
      "clusterId",
      "createdAt",
      "endpoint",
      "identities",
      "kubernetesNetworkConfig",
      "name",
      "platformVersion",
      "status",
      "tagsAll",
      "upgradePolicy",
      "version",
      "vpcConfig",
    ],
    computedOnUpdate: ["platformVersion", "status"],

    isSame: (property, before, after) =>
      property === "enabledClusterLogTypes"
        ? sameSet(before ?? [], after ?? [])
        : property === "vpcConfig"
          ? isSameVpcConfig(before, after)
          : isDeepStrictEqual(before, after),

    problems({ name, accessConfig: { authenticationMode = "API" } = {} }) {
      if (authenticationMode !== "API") {
        throw new NotSimulated(TOKEN, `accessConfig.authenticationMode ${authenticationMode}`);
      }
      if (name === undefined || /^[0-9A-Za-z][\w-]*$/.test(name)) return [];
      const reason =
        "invalid value for name (must begin with an alphanumeric character and only contain alphanumeric characters, dashes and underscores)";
      return [{ property: "name", reason }];
    },

    create(context, inputs, tagging) {
      const { cloud, provider } = context;
      const { name } = cloud.call(providerCaller(cloud, provider), "eks", "CreateCluster", {
        name: chosenName(context, inputs, MAX_NAME_LENGTH),
        roleArn: inputs.roleArn,
        version: inputs.version,
        resourcesVpcConfig: inputs.vpcConfig,
        kubernetesNetworkConfig: inputs.kubernetesNetworkConfig,
        logging: loggingOf(inputs.enabledClusterLogTypes),
        ...tagging,
        accessConfig: inputs.accessConfig,
        upgradePolicy: upgradePolicyOf(inputs),
        deletionProtection: inputs.deletionProtection,
        bootstrapSelfManagedAddons: inputs.bootstrapSelfManagedAddons,
        encryptionConfig: inputs.encryptionConfig && [inputs.encryptionConfig],
      }).cluster;
      waitUntilActive(context, name, "create", "CREATING");
      return name;
    },

    outputs(_context, cluster, properties) {
      return {
        accessConfig: cluster.accessConfig,
        arn: cluster.arn,
        // EKS does not tell: of a cluster that Pulumi did not make the provider says false.
        bootstrapSelfManagedAddons: properties["bootstrapSelfManagedAddons"] ?? false,
        certificateAuthority: cluster.certificateAuthority,
        clusterId: cluster.id,
        createdAt: cluster.createdAt,
        deletionProtection: cluster.deletionProtection,
        enabledClusterLogTypes: cluster.enabledLogTypes,
        encryptionConfig: cluster.encryptionConfig?.[0],
        endpoint: cluster.endpoint,
        identities: [{ oidcs: [{ issuer: cluster.identity.oidc.issuer }] }],
        kubernetesNetworkConfig: { ...cluster.kubernetesNetworkConfig, serviceIpv6Cidr: "" },
        name: cluster.name,
        platformVersion: cluster.platformVersion,
        roleArn: cluster.roleArn,
        status: cluster.status,
        upgradePolicy: cluster.upgradePolicy,
        version: cluster.version,
        vpcConfig: cluster.resourcesVpcConfig,
      };
    },

    update(context, id, before, after) {
      const { cloud } = context;
      const changed = (property: keyof Inputs) => !isDeepStrictEqual(before[property], after[property]);
      const configure = (change: Omit<UpdateClusterConfigRequest, "name">) => {
        cloud.call(cloud.administrator, "eks", "UpdateClusterConfig", { name: id, ...change });
        waitUntilActive(context, id, "update", "UPDATING");
      };
      if (after.version !== undefined && after.version !== eksState(cloud).clusters.get(id).version) {
        cloud.call(cloud.administrator, "eks", "UpdateClusterVersion", { name: id, version: after.version });
        waitUntilActive(context, id, "update", "UPDATING");
      }
      // Another key never reaches AWS: the provider asks only where there was none before.
      if (after.encryptionConfig !== undefined && before.encryptionConfig === undefined) {
        const encryptionConfig = [after.encryptionConfig];
        cloud.call(cloud.administrator, "eks", "AssociateEncryptionConfig", {
          clusterName: id,
          encryptionConfig,
        });
        waitUntilActive(context, id, "update", "UPDATING");
      }
      if (changed("enabledClusterLogTypes")) configure({ logging: loggingOf(after.enabledClusterLogTypes) });
      if (changed("upgradePolicy")) configure({ upgradePolicy: upgradePolicyOf(after) });
      if (changed("deletionProtection")) configure({ deletionProtection: after.deletionProtection ?? false });
      if (!isSameVpcConfig(before.vpcConfig, after.vpcConfig)) {
        configure({ resourcesVpcConfig: after.vpcConfig });
      }
    },

    delete(context, id) {
      const { cloud } = context;
      cloud.call(cloud.administrator, "eks", "DeleteCluster", { name: id });
      waitUntilGone(context, CLUSTER, id, 15);
    },
  }),
  ["accessConfig.bootstrapClusterCreatorAdminPermissions"],
  ["encryptionConfig"],
);

function waitUntilActive(
  context: ResourceContext,
  name: string,
  verb: string,
  pending: Cluster["status"],
): void {
  const waiting = { verb, pending: [pending], minutes: 30 };
  const failure = failureToBecomeActive(context, CLUSTER, name, waiting);
  if (failure !== undefined) throw new Error(failure);
}

/** Every type is said to be on or off, as the provider does. */
function loggingOf(enabled: readonly string[] | undefined): Logging {
  const types = enabled ?? [];
  return {
    clusterLogging: [
      { types, enabled: true },
      { types: logTypes.filter((type) => !types.includes(type)), enabled: false },
    ],
  };
}

function upgradePolicyOf({ upgradePolicy }: Inputs): { supportType: string } | undefined {
  return upgradePolicy?.supportType === undefined ? undefined : { supportType: upgradePolicy.supportType };
}

/** Lists in it are sets. */
function isSameVpcConfig(before: unknown, after: unknown): boolean {
  const [old, wanted] = [(before ?? {}) as Properties, (after ?? {}) as Properties];
  return [...new Set([...Object.keys(old), ...Object.keys(wanted)])].every((key) =>
    sameSet(old[key], wanted[key]),
  );
}
