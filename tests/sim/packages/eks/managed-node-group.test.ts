import { describe, expect, it } from "vitest";
import { parseUserData } from "../../../../sim/aws/eks/nodes/user-data.ts";
import { NotSimulated } from "../../../../sim/core/errors.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { ComponentInputsError } from "../../../../sim/packages/component-inputs.ts";
import { managedNodeGroupComponent } from "../../../../sim/packages/eks/managed-node-group.ts";
import { RecordingExpansion } from "../../../support/recording-expansion.ts";

const cluster = {
  name: "myeks",
  version: "1.35",
  endpoint: "https://endpoint",
  certificateAuthority: { data: "Q0E=" },
  kubernetesNetworkConfig: { serviceIpv4Cidr: "10.100.0.0/16" },
};

const given = { cluster: { core: { cluster, subnetIds: ["subnet-1"] } }, nodeRoleArn: "arn:role" };

function expand(inputs: Properties) {
  const expansion = new RecordingExpansion((_type, name) => ({ id: name, latestVersion: 3 }), {
    "aws:ssm/getParameter:getParameter": ({ name }) => ({ value: `image of ${String(name)}` }),
  });
  managedNodeGroupComponent.expand("ng", { ...given, ...inputs }, expansion);
  const inputsOf = (name: string) =>
    expansion.registered.flatMap((entry) =>
      "name" in entry && entry.name === name ? [entry.inputs] : [],
    )[0];
  return {
    group: inputsOf("ng"),
    template: inputsOf("ng-launchTemplate"),
    options: expansion.options["aws:eks/nodeGroup:NodeGroup ng"],
  };
}

it("takes version and subnets of the cluster where it has none", () => {
  const { group, template } = expand({});
  expect(template).toBeUndefined();
  expect(group).toEqual({
    clusterName: "myeks",
    nodeRoleArn: "arn:role",
    scalingConfig: { desiredSize: 2, minSize: 1, maxSize: 2 },
    subnetIds: ["subnet-1"],
    version: "1.35",
  });
});

it("leaves the version to a launch template that is given", () => {
  const launchTemplate = { id: "lt-1", version: "1" };
  const { group } = expand({
    launchTemplate,
    labels: { a: "b" },
    nodeRoleArn: undefined,
    nodeRole: { arn: "arn:2" },
  });
  expect(group).toMatchObject({ launchTemplate, labels: { a: "b" }, nodeRoleArn: "arn:2" });
  expect(group).not.toHaveProperty("version");
});

it("makes a launch template for the options that a node group does not have", () => {
  const { group, template } = expand({ enableIMDSv2: false, diskSize: 40, operatingSystem: "AL2023" });
  expect(template).toEqual({
    blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 40 } }],
    metadataOptions: { httpEndpoint: "enabled", httpPutResponseHopLimit: 2, httpTokens: "optional" },
  });
  expect(group).toMatchObject({
    amiType: "AL2023_x86_64_STANDARD",
    launchTemplate: { id: "ng-launchTemplate", version: "3" },
    version: "1.35",
  });
  expect(group).not.toHaveProperty("diskSize");
});

it("writes the nodes' user data, with an image, where options need it", () => {
  const { group, template } = expand({
    kubeletExtraArgs: "--max-pods=50",
    labels: { tier: "primary" },
    taints: [{ key: "dedicated", value: "edge", effect: "NO_SCHEDULE" }],
    instanceTypes: ["m7g.large"],
    nodeadmExtraOptions: [{ contentType: "text/x-shellscript", content: "#!/bin/bash\n" }],
  });
  expect(template?.["imageId"]).toBe(
    "image of /aws/service/eks/optimized-ami/1.35/amazon-linux-2023/arm64/standard/recommended/image_id",
  );
  expect(parseUserData(String(template?.["userData"]))).toEqual({
    clusterName: "myeks",
    maxPodsFlag: 50,
    labels: { tier: "primary" },
    taints: [{ key: "dedicated", value: "edge", effect: "NoSchedule" }],
  });
  expect(group).not.toHaveProperty("version");
  expect(group).not.toHaveProperty("amiType");
});

it("takes user data as they are", () => {
  const { template } = expand({ userData: "#!/bin/bash", amiId: "ami-1" });
  expect(template).toEqual({ imageId: "ami-1", userData: Buffer.from("#!/bin/bash").toString("base64") });
});

describe("refuses in the component's words", () => {
  it("everything that is wrong at once", () => {
    const inputs = {
      amiId: "ami-1",
      amiType: "AL2023_x86_64_STANDARD",
      launchTemplate: { id: "lt-1", version: "1" },
      nodeRole: {},
    };
    expect(() => expand(inputs)).toThrow(
      new ComponentInputsError("The input properties for the managed node group are invalid.", [
        {
          property: "nodeRole",
          reason: "You cannot specify both nodeRole and nodeRoleArn when creating a managed node group.",
        },
        {
          property: "amiId",
          reason: "You cannot specify both amiId and amiType when creating a managed node group.",
        },
        {
          property: "launchTemplate",
          reason:
            "If you provide a custom launch template, you cannot provide any of bootstrapExtraArgs, kubeletExtraArgs, bottlerocketSettings, nodeadmExtraOptions, enableIMDSv2, userData, amiId, enableEfaSupport. Please include these in the launch template that you are providing.",
        },
      ]),
    );
  });

  it("a group without role, and user data beside options that make some", () => {
    expect(() => expand({ nodeRoleArn: undefined, userData: "", kubeletExtraArgs: "" })).toThrow(
      "nodeRole: An IAM role, or role ARN must be provided to create a managed node group\n  userData: If you provide custom userData, you cannot provide any of bootstrapExtraArgs, kubeletExtraArgs, bottlerocketSettings, nodeadmExtraOptions. Please include these in the userData that you are providing.",
    );
  });

  it("an unknown effect of a taint", () => {
    const taints = [{ key: "a", effect: "NoSchedule" }];
    expect(() => expand({ taints, kubeletExtraArgs: "--v=2" })).toThrow(
      new Error(
        "Invalid taint effect: NoSchedule. Must be one of NO_SCHEDULE, NO_EXECUTE, PREFER_NO_SCHEDULE.",
      ),
    );
  });
});

describe("images", () => {
  const template = { kubeletExtraArgs: "--v=2" };
  const imageOf = (inputs: Properties) => expand({ ...template, ...inputs }).template?.["imageId"];

  it.each([
    [{}, "x86_64/standard"],
    [{ instanceTypes: ["t3.large", "m7i-flex.large"] }, "x86_64/standard"],
    [{ instanceTypes: ["t4g.large", "m7gd.large"] }, "arm64/standard"],
    [{ amiType: "AL2023_ARM_64_STANDARD" }, "arm64/standard"],
    [{ amiType: "AL2023_x86_64_NVIDIA" }, "x86_64/nvidia"],
    [{ amiType: "amazon-linux-2023/x86_64/nvidia", operatingSystem: "AL2023" }, "x86_64/nvidia"],
  ])("of %j are of %s", (inputs, path) => {
    const parameter = `/aws/service/eks/optimized-ami/1.35/amazon-linux-2023/${path}/recommended/image_id`;
    expect(imageOf(inputs)).toBe(`image of ${parameter}`);
  });

  it("follow from the operating system without a template, too", () => {
    const { group } = expand({ operatingSystem: "AL2023", instanceTypes: ["t4g.large"] });
    expect(group).toMatchObject({ amiType: "AL2023_ARM_64_STANDARD" });
  });

  it("are left to EKS where nothing asks for a template", () => {
    expect(expand({ amiType: "AL2_x86_64" }).group).toMatchObject({ amiType: "AL2_x86_64" });
    expect(expand({ instanceTypes: ["t4g.large", "t3.large"] }).group).not.toHaveProperty("amiType");
  });

  it.each([
    [{ ...template, amiType: "AL2025" }, "Cannot determine OS of unknown AMI type: AL2025"],
    [{ enableIMDSv2: true, amiType: "AL2025" }, "Cannot determine OS of unknown AMI type: AL2025"],
    [
      { ...template, amiType: "AL2023_x86_64_STANDARD", operatingSystem: "Bottlerocket" },
      "Operating system 'Bottlerocket' does not match the detected operating system 'AL2023' of AMI type 'AL2023_x86_64_STANDARD'.",
    ],
    [
      { operatingSystem: "AL2023", instanceTypes: ["t3.large", "t4g.large"] },
      "Cannot determine architecture of instance types. The provided instance types do not share a common architecture",
    ],
    [{ ...template, instanceTypes: ["large"] }, "Invalid EC2 instance type: large"],
  ])("of %j are refused in the component's words", (inputs, message) => {
    expect(() => expand(inputs)).toThrow(new Error(message));
  });

  it.each([
    [{ operatingSystem: "Bottlerocket" }, "operatingSystem: Bottlerocket"],
    [{ operatingSystem: "AL2" }, "operatingSystem: AL2"],
    [{ ...template, amiType: "AL2_x86_64_GPU" }, "amiType: AL2_x86_64_GPU"],
    [{ ...template, amiType: "BOTTLEROCKET_ARM_64" }, "amiType: BOTTLEROCKET_ARM_64"],
  ])("of %j are not simulated", (inputs, input) => {
    expect(() => expand(inputs)).toThrow(
      new NotSimulated(`eks:index:ManagedNodeGroup input ${input}`, "nodes run Amazon Linux 2023"),
    );
  });
});

it("says of other inputs that they are not simulated", () => {
  expect(() => expand({ gpu: true })).toThrow(new NotSimulated("eks:index:ManagedNodeGroup input gpu"));
});

it("leaves the size alone that somebody else scales", () => {
  const optionsWith = (inputs: Properties) => expand(inputs).options;
  expect(optionsWith({ ignoreScalingChanges: true })).toEqual({
    ignoreChanges: ["scalingConfig.desiredSize"],
  });
  expect(optionsWith({ ignoreScalingChanges: false })).toEqual({});
});
