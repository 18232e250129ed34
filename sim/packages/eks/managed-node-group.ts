import { defined } from "../../core/defined.ts";
import type {
  CheckFailure,
  Child,
  Expansion,
  Properties,
  RemoteComponent,
} from "../../core/resource-type.ts";
import { NotSimulated } from "../../core/errors.ts";
import { ComponentInputsError, refuseUnknownInputs } from "../component-inputs.ts";

const COMPONENT = "eks:index:ManagedNodeGroup";

/** Passed on to `aws.eks.NodeGroup` as they are. */
const passedOn = [
  "amiType",
  "capacityType",
  "diskSize",
  "forceUpdateVersion",
  "instanceTypes",
  "labels",
  "launchTemplate",
  "nodeGroupName",
  "nodeGroupNamePrefix",
  "releaseVersion",
  "remoteAccess",
  "tags",
  "taints",
  // Not in its schema, but it passes on all that it gets.
  "updateConfig",
  "version",
];

/** What makes the component write a launch template. All but the IMDSv2 switch make it write user data, too. */
const launchTemplateInputs = [
  "bootstrapExtraArgs",
  "kubeletExtraArgs",
  "bottlerocketSettings",
  "nodeadmExtraOptions",
  "enableIMDSv2",
  "userData",
  "amiId",
  "enableEfaSupport",
];

const ownInputs = [
  "cluster",
  "clusterName",
  "enableIMDSv2",
  "ignoreScalingChanges",
  "nodeRole",
  "nodeRoleArn",
  "scalingConfig",
  "subnetIds",
];

/**
 * The `ManagedNodeGroup` component of @pulumi/eks 4.3.0 for Amazon Linux 2023: a node group and, where one of its
 * own options asks for it, a launch template.
 */
export const managedNodeGroupComponent: RemoteComponent = {
  token: COMPONENT,
  expand(name, inputs, expansion) {
    checkInputs(inputs);
    const cluster = clusterFacts(expansion, inputs);
    const template =
      inputs.enableIMDSv2 === undefined ? undefined : createLaunchTemplate(expansion, name, inputs);
    const nodeGroup = expansion.resource(
      "aws:eks/nodeGroup:NodeGroup",
      name,
      nodeGroupInputs(expansion, inputs, cluster, template),
      // Somebody else scales the group.
      inputs.ignoreScalingChanges ? { ignoreChanges: ["scalingConfig.desiredSize"] } : {},
    );
    return { nodeGroup: nodeGroup.reference, placementGroupName: "" };
  },
};

/** `cluster` is the cluster component or its `core`; what is taken from it may be unknown yet. */
function clusterFacts(expansion: Expansion, inputs: Properties) {
  const given = { component: inputs.cluster, core: expansion.follow(inputs.cluster, "core") };
  const core = expansion.map(given, (known) => (known.core ?? known.component) as Properties);
  const cluster = expansion.map(core, (known) => known.cluster);
  const output = (property: string) => expansion.follow(cluster, property);
  return {
    name: inputs.clusterName ?? output("name"),
    version: output("version"),
    subnetIds: expansion.map(
      core,
      (known) => known.subnetIds ?? known.privateSubnetIds ?? known.publicSubnetIds ?? [],
    ),
  };
}

type ClusterFacts = ReturnType<typeof clusterFacts>;

function nodeGroupInputs(
  expansion: Expansion,
  inputs: Properties,
  cluster: ClusterFacts,
  template: Child | undefined,
): Properties {
  const given = Object.fromEntries(passedOn.map((key) => [key, inputs[key]]));
  return defined({
    ...given,
    // The launch template decides it; EKS refuses it beside it.
    ...(template && { diskSize: undefined }),
    version: inputs.version ?? defaultVersion(inputs, cluster),
    clusterName: cluster.name,
    launchTemplate: template
      ? { id: template.output("id"), version: expansion.map(template.output("latestVersion"), String) }
      : inputs.launchTemplate,
    nodeRoleArn: nodeRoleArn(expansion, inputs),
    scalingConfig: expansion.map(inputs.scalingConfig ?? {}, (config) => ({
      desiredSize: 2,
      minSize: 1,
      maxSize: 2,
      ...(config as Properties),
    })),
    subnetIds: inputs.subnetIds ?? cluster.subnetIds,
  });
}

/** Who brings a launch template is taken to have decided on the version as well. */
function defaultVersion(inputs: Properties, cluster: ClusterFacts): unknown {
  return inputs.launchTemplate === undefined ? cluster.version : undefined;
}

function nodeRoleArn(expansion: Expansion, inputs: Properties): unknown {
  return inputs.nodeRoleArn ?? expansion.follow(inputs.nodeRole, "arn");
}

function createLaunchTemplate(expansion: Expansion, name: string, inputs: Properties): Child {
  const { amiType, diskSize, enableIMDSv2 } = inputs;
  return expansion.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    `${name}-launchTemplate`,
    defined({
      blockDeviceMappings: diskSize
        ? [{ deviceName: expansion.map(amiType, volumeDevice), ebs: { volumeSize: diskSize } }]
        : undefined,
      metadataOptions: {
        httpEndpoint: "enabled",
        httpPutResponseHopLimit: 2,
        httpTokens: enableIMDSv2 ? "required" : "optional",
      },
    }),
  );
}

/** The device of the root volume of an image. @throws NotSimulated for all but Amazon Linux 2023. */
function volumeDevice(amiType: unknown): string {
  if (amiType === undefined || String(amiType).startsWith("AL2023_")) return "/dev/xvda";
  throw new NotSimulated(`${COMPONENT} input amiType: ${String(amiType)}`, "nodes run Amazon Linux 2023");
}

function asks(inputs: Properties, options: readonly string[]): boolean {
  return options.some((option) => inputs[option] !== undefined);
}

/** The component's own checks, in its words, then those of the simulation. */
function checkInputs(inputs: Properties): void {
  const failures: CheckFailure[] = [];
  const refuse = (property: string, reason: string) => failures.push({ property, reason });
  if (inputs.nodeRole !== undefined && inputs.nodeRoleArn !== undefined) {
    refuse(
      "nodeRole",
      "You cannot specify both nodeRole and nodeRoleArn when creating a managed node group.",
    );
  }
  if (inputs.nodeRole === undefined && inputs.nodeRoleArn === undefined) {
    refuse("nodeRole", "An IAM role, or role ARN must be provided to create a managed node group");
  }
  if (inputs.launchTemplate !== undefined && asks(inputs, launchTemplateInputs)) {
    refuse(
      "launchTemplate",
      `If you provide a custom launch template, you cannot provide any of ${launchTemplateInputs.join(", ")}. Please include these in the launch template that you are providing.`,
    );
  }
  if (failures.length > 0) {
    throw new ComponentInputsError("The input properties for the managed node group are invalid.", failures);
  }
  refuseUnknownInputs(COMPONENT, inputs, [...passedOn, ...ownInputs]);
}
