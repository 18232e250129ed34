import { describe, expect, it } from "vitest";
import { NotSimulated } from "../../../../sim/core/errors.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { ComponentInputsError } from "../../../../sim/packages/component-inputs.ts";
import { managedNodeGroupComponent } from "../../../../sim/packages/eks/managed-node-group.ts";
import { RecordingExpansion } from "../../../support/recording-expansion.ts";

const cluster = {
  name: "myeks",
  version: "1.35",
};

const given = { cluster: { core: { cluster, subnetIds: ["subnet-1"] } }, nodeRoleArn: "arn:role" };

function expand(inputs: Properties) {
  const expansion = new RecordingExpansion((_type, name) => ({ id: name, latestVersion: 3 }), {});
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
  const { group, template } = expand({
    enableIMDSv2: false,
    diskSize: 40,
    amiType: "AL2023_x86_64_STANDARD",
  });
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

describe("refuses in the component's words", () => {
  it("everything that is wrong at once", () => {
    const inputs = {
      enableIMDSv2: true,
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
          property: "launchTemplate",
          reason:
            "If you provide a custom launch template, you cannot provide any of bootstrapExtraArgs, kubeletExtraArgs, bottlerocketSettings, nodeadmExtraOptions, enableIMDSv2, userData, amiId, enableEfaSupport. Please include these in the launch template that you are providing.",
        },
      ]),
    );
  });

  it("a group without role", () => {
    expect(() => expand({ nodeRoleArn: undefined })).toThrow(
      "nodeRole: An IAM role, or role ARN must be provided to create a managed node group",
    );
  });
});

it("leaves the image to EKS where nothing asks for a template", () => {
  expect(expand({ amiType: "AL2_x86_64" }).group).toMatchObject({ amiType: "AL2_x86_64" });
});

it("knows the volumes of Amazon Linux 2023 alone", () => {
  expect(() => expand({ amiType: "AL2_x86_64", enableIMDSv2: true, diskSize: 40 })).toThrow(
    new NotSimulated("eks:index:ManagedNodeGroup input amiType: AL2_x86_64", "nodes run Amazon Linux 2023"),
  );
});

it.each(["gpu", "kubeletExtraArgs", "nodeadmExtraOptions", "operatingSystem", "userData", "amiId"])(
  "says of %s that it is not simulated",
  (input) => {
    expect(() => expand({ [input]: "x" })).toThrow(
      new NotSimulated(`eks:index:ManagedNodeGroup input ${input}`),
    );
  },
);

it("leaves the size alone that somebody else scales", () => {
  const optionsWith = (inputs: Properties) => expand(inputs).options;
  expect(optionsWith({ ignoreScalingChanges: true })).toEqual({
    ignoreChanges: ["scalingConfig.desiredSize"],
  });
  expect(optionsWith({ ignoreScalingChanges: false })).toEqual({});
});
