/** Pulumi types of launch templates and key pairs. */
import { beforeEach, describe, expect, it } from "vitest";
import { launchTemplateData } from "../../../../sim/aws/ec2/launch-template.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { Provider } from "../../../support/provider.ts";

const TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate";
const KEY_PAIR = "aws:ec2/keyPair:KeyPair";
const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEXAMPLE me@example.com";

let cloud: SimulatedCloud;
let provider: Provider;

beforeEach(() => {
  cloud = new SimulatedCloud();
  provider = new Provider(cloud);
});

/** As @pulumi/eks registers it. */
const nodes = {
  blockDeviceMappings: [{ deviceName: "/dev/xvda", ebs: { volumeSize: 30 } }],
  metadataOptions: { httpEndpoint: "enabled", httpPutResponseHopLimit: 2, httpTokens: "required" },
};

describe("LaunchTemplate", () => {
  it("gives what node groups read: id, name and latest version", () => {
    const template = provider.create(TEMPLATE, "ng-launchTemplate", nodes);
    expect(template.outputs).toEqual({
      ...nodes,
      arn: `arn:aws:ec2:ap-northeast-2:123456789012:launch-template/${template.id}`,
      defaultVersion: 1,
      description: "",
      latestVersion: 1,
      name: expect.stringMatching(/^ng-launchTemplate-[0-9a-f]{7}$/),
      namePrefix: "",
      region: "ap-northeast-2",
      tagsAll: {},
    });
    expect(template.drift()).toEqual([]);
    expect(launchTemplateData(cloud, { LaunchTemplateId: template.id })).toMatchObject({
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeSize: 30 } }],
      MetadataOptions: { HttpEndpoint: "enabled", HttpPutResponseHopLimit: 2, HttpTokens: "required" },
    });
  });

  it("makes a new version for each change of its data, none for tags", () => {
    const template = provider.create(TEMPLATE, "ng", nodes);
    template.update({ ...nodes, instanceType: "t3.large" });
    expect(template.outputs).toMatchObject({ latestVersion: 2, defaultVersion: 1 });
    template.update({ ...nodes, instanceType: "t3.large", tags: { a: "1" } });
    expect(template.outputs).toMatchObject({ latestVersion: 2, tags: { a: "1" } });
    template.update({ ...nodes, instanceType: "t3.large", updateDefaultVersion: true, description: "big" });
    expect(template.outputs).toMatchObject({ latestVersion: 3, defaultVersion: 3, description: "big" });
    template.update({ ...nodes, instanceType: "t3.large", defaultVersion: 2, description: "big" });
    expect(template.outputs).toMatchObject({ latestVersion: 3, defaultVersion: 2 });
    expect(template.diff({ ...nodes, name: "other" }).replace).toEqual(["name"]);
    template.delete();
    template.delete();
    expect(template.drift()).toBeUndefined();
  });

  it("takes everything that nodes are started with", () => {
    const { id } = provider.create(TEMPLATE, "ng", {
      ebsOptimized: "true",
      iamInstanceProfile: { name: "nodes" },
      imageId: "ami-1",
      instanceType: "t3.medium",
      keyName: "mine",
      monitoring: { enabled: true },
      networkInterfaces: [{ associatePublicIpAddress: "false", deviceIndex: 0, securityGroups: ["sg-1"] }],
      tagSpecifications: [{ resourceType: "instance", tags: { Name: "node" } }],
      userData: "IyE=",
      vpcSecurityGroupIds: ["sg-2"],
    });
    const data = JSON.parse(JSON.stringify(launchTemplateData(cloud, { LaunchTemplateId: id }))) as unknown;
    expect(data).toEqual({
      EbsOptimized: true,
      IamInstanceProfile: { Name: "nodes" },
      ImageId: "ami-1",
      InstanceType: "t3.medium",
      KeyName: "mine",
      Monitoring: { Enabled: true },
      NetworkInterfaces: [{ AssociatePublicIpAddress: false, DeviceIndex: 0, Groups: ["sg-1"] }],
      SecurityGroupIds: ["sg-2"],
      TagSpecifications: [{ ResourceType: "instance", Tags: [{ Key: "Name", Value: "node" }] }],
      UserData: "IyE=",
    });
  });

  it("refuses what the provider refuses", () => {
    expect(provider.failures(TEMPLATE, { name: "a", namePrefix: "b" })).toEqual([
      'name: "name": conflicts with name_prefix',
    ]);
    expect(provider.failures(TEMPLATE, { defaultVersion: 1, updateDefaultVersion: true })).toEqual([
      'defaultVersion: "default_version": conflicts with update_default_version',
    ]);
    expect(provider.failures(TEMPLATE, { metadataOptions: { httpPutResponseHopLimit: 65 } })).toEqual([
      "metadataOptions.httpPutResponseHopLimit: Too big: expected number to be <=64",
    ]);
    expect(() => provider.failures(TEMPLATE, { placement: { tenancy: "host" } })).toThrow(
      "NotSimulated: aws:ec2/launchTemplate:LaunchTemplate (input placement)",
    );
  });
});

describe("KeyPair", () => {
  it("imports a public key under a name", () => {
    const pair = provider.create(KEY_PAIR, "mine", { publicKey: `${KEY}\n`, tags: { a: "1" } });
    expect(pair.id).toMatch(/^mine-[0-9a-f]{7}$/);
    expect(pair.outputs).toEqual({
      arn: `arn:aws:ec2:ap-northeast-2:123456789012:key-pair/${pair.id}`,
      fingerprint: expect.stringMatching(/^[0-9a-f:]{47}$/),
      keyName: pair.id,
      keyNamePrefix: "",
      keyPairId: expect.stringMatching(/^key-/),
      keyType: "ed25519",
      publicKey: `${KEY}\n`,
      region: "ap-northeast-2",
      tags: { a: "1" },
      tagsAll: { a: "1" },
    });
    expect(pair.missingInPreview()).toEqual([]);
    expect(pair.drift()).toEqual([]);
    expect(pair.diff({ publicKey: KEY, tags: { a: "1" } }).changed).toEqual([]);
    pair.update({ publicKey: KEY, tags: { a: "2" } });
    expect(pair.outputs.tagsAll).toEqual({ a: "2" });
    pair.delete();
    expect(pair.drift()).toBeUndefined();
  });

  it("refuses a name that is taken, in AWS's words", () => {
    provider.create(KEY_PAIR, "mine", { keyName: "mine", publicKey: KEY });
    expect(() => provider.create(KEY_PAIR, "again", { keyName: "mine", publicKey: KEY })).toThrow(
      "The keypair already exists",
    );
  });
});
