import type {
  CheckFailure,
  Child,
  Expansion,
  Properties,
  RemoteComponent,
} from "../../core/resource-type.ts";
import { ComponentInputsError, defined, refuseUnknownInputs } from "../component-inputs.ts";
import { amiTypeOf, imageParameter, volumeDevice, type ImageChoice } from "./ami-types.ts";
import { createNodeUserData, type NodeUserDataArgs } from "./node-user-data.ts";

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
  "version",
];

/** What makes the component write the nodes' user data. */
const userDataInputs = [
  "bootstrapExtraArgs",
  "kubeletExtraArgs",
  "bottlerocketSettings",
  "nodeadmExtraOptions",
];

/** What makes the component write a launch template. */
const launchTemplateInputs = [...userDataInputs, "enableIMDSv2", "userData", "amiId", "enableEfaSupport"];

const ownInputs = [
  "amiId",
  "cluster",
  "clusterName",
  "enableIMDSv2",
  "ignoreScalingChanges",
  "kubeletExtraArgs",
  "nodeRole",
  "nodeRoleArn",
  "nodeadmExtraOptions",
  "operatingSystem",
  "scalingConfig",
  "subnetIds",
  "userData",
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
    const template = asks(inputs, launchTemplateInputs)
      ? createLaunchTemplate(expansion, name, inputs, cluster)
      : undefined;
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
    endpoint: output("endpoint"),
    certificateAuthority: output("certificateAuthority"),
    network: output("kubernetesNetworkConfig"),
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
  // The launch template decides these; EKS refuses them beside it.
  const decidedByTemplate = template ? { diskSize: undefined } : {};
  const decidedByImage = hasOwnUserData(inputs)
    ? { amiType: undefined, releaseVersion: undefined, version: undefined }
    : {
        amiType: amiTypeOfGroup(expansion, inputs),
        version: inputs.version ?? defaultVersion(inputs, cluster),
      };
  return defined({
    ...given,
    ...decidedByTemplate,
    ...decidedByImage,
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

function createLaunchTemplate(
  expansion: Expansion,
  name: string,
  inputs: Properties,
  cluster: ClusterFacts,
): Child {
  const userData = hasOwnUserData(inputs) ? userDataOf(expansion, inputs, cluster) : undefined;
  const deviceName = expansion.map(imageChoice(inputs), (choice) => volumeDevice(choice as ImageChoice));
  return expansion.resource(
    "aws:ec2/launchTemplate:LaunchTemplate",
    `${name}-launchTemplate`,
    defined({
      blockDeviceMappings: inputs.diskSize
        ? [{ deviceName, ebs: { volumeSize: inputs.diskSize } }]
        : undefined,
      imageId:
        userData === undefined ? undefined : (inputs.amiId ?? recommendedImage(expansion, inputs, cluster)),
      metadataOptions:
        inputs.enableIMDSv2 === undefined
          ? undefined
          : {
              httpEndpoint: "enabled",
              httpPutResponseHopLimit: 2,
              httpTokens: inputs.enableIMDSv2 ? "required" : "optional",
            },
      userData,
    }),
  );
}

function userDataOf(expansion: Expansion, inputs: Properties, cluster: ClusterFacts): unknown {
  const { kubeletExtraArgs, labels, taints, userData, nodeadmExtraOptions } = inputs;
  const given = { ...cluster, kubeletExtraArgs, labels, taints, userData, nodeadmExtraOptions };
  return expansion.map(given, (known) => {
    const args = {
      ...known,
      cluster: {
        name: known.name,
        endpoint: known.endpoint,
        certificateAuthority: (known.certificateAuthority as { data: string }).data,
        serviceCidr: (known.network as { serviceIpv4Cidr: string }).serviceIpv4Cidr,
      },
    };
    return Buffer.from(createNodeUserData(args as NodeUserDataArgs), "utf8").toString("base64");
  });
}

function recommendedImage(expansion: Expansion, inputs: Properties, cluster: ClusterFacts): unknown {
  const given = { version: inputs.version ?? cluster.version, choice: imageChoice(inputs) };
  const name = expansion.map(given, ({ version, choice }) =>
    imageParameter(choice as ImageChoice, version as string),
  );
  const found = expansion.invoke("aws:ssm/getParameter:getParameter", { name });
  return expansion.map(found, (result) => (result as { value: string }).value);
}

/** Inputs of which each may be unknown yet. */
function imageChoice({ amiType, operatingSystem, instanceTypes }: Properties): Properties {
  return { amiType, operatingSystem, instanceTypes };
}

function amiTypeOfGroup(expansion: Expansion, inputs: Properties): unknown {
  if (inputs.amiType !== undefined || inputs.operatingSystem === undefined) return inputs.amiType;
  return expansion.map(imageChoice(inputs), (choice) => amiTypeOf(choice as ImageChoice));
}

function hasOwnUserData(inputs: Properties): boolean {
  return asks(inputs, [...userDataInputs, "userData", "amiId"]);
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
  for (const key of ["gpu", "amiType"]) {
    if (inputs.amiId !== undefined && inputs[key] !== undefined) {
      refuse("amiId", `You cannot specify both amiId and ${key} when creating a managed node group.`);
    }
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
  if (inputs.userData !== undefined && asks(inputs, userDataInputs)) {
    refuse(
      "userData",
      `If you provide custom userData, you cannot provide any of ${userDataInputs.join(", ")}. Please include these in the userData that you are providing.`,
    );
  }
  if (failures.length > 0) {
    throw new ComponentInputsError("The input properties for the managed node group are invalid.", failures);
  }
  refuseUnknownInputs(COMPONENT, inputs, [...passedOn, ...ownInputs]);
}
