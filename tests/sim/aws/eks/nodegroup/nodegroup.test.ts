import { beforeEach, describe, expect, it } from "vitest";
import { ec2State } from "../../../../../sim/aws/ec2/state.ts";
import type { CreateNodegroupRequest } from "../../../../../sim/aws/eks/nodegroup/requests.ts";
import { eksState } from "../../../../../sim/aws/eks/state.ts";
import { iamState } from "../../../../../sim/aws/iam/state.ts";
import { NotSimulated } from "../../../../../sim/core/errors.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import {
  clusterRequest,
  makeCluster,
  makeNodegroup,
  makeTemplate,
  makeWorld,
  nodegroupRequest,
  nodesOf,
  refusal,
  type World,
} from "../world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
  makeCluster(world);
});

function create(changes: Partial<CreateNodegroupRequest> = {}) {
  const { cloud } = world;
  return cloud.call(cloud.administrator, "eks", "CreateNodegroup", nodegroupRequest(world, changes))
    .nodegroup;
}

describe("CreateNodegroup", () => {
  it("describes a node group that is being created", () => {
    const { nodegroupArn, resources, instanceProfileName, ...rest } = create();
    const id = nodegroupArn.split("/").at(-1) ?? "";
    expect(nodegroupArn).toBe(`arn:aws:eks:ap-northeast-2:123456789012:nodegroup/myeks/ng/${id}`);
    expect(resources).toEqual({ autoScalingGroups: [{ name: `eks-ng-${id}` }] });
    expect(instanceProfileName).toBe(`eks-${id}`);
    expect(rest).toEqual({
      nodegroupName: "ng",
      clusterName: "myeks",
      version: "1.35",
      releaseVersion: "1.35.6-20261105",
      createdAt: "2026-01-01T00:09:00Z",
      modifiedAt: "2026-01-01T00:09:00Z",
      status: "CREATING",
      capacityType: "ON_DEMAND",
      scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 2 },
      instanceTypes: ["t3.medium"],
      subnets: world.publicSubnets,
      amiType: "AL2023_x86_64_STANDARD",
      nodeRole: world.nodeRole,
      labels: {},
      taints: [],
      diskSize: 20,
      health: { issues: [] },
      updateConfig: { maxUnavailable: 1 },
      tags: {},
      bootErrors: {},
    });
  });

  it("gives the role an instance profile and an access entry for nodes", () => {
    const { instanceProfileName } = create();
    const { cloud } = world;
    expect(iamState(cloud).instanceProfiles.get(instanceProfileName).Roles).toEqual(["nodes"]);
    expect(
      cloud.call(cloud.administrator, "eks", "DescribeAccessEntry", {
        clusterName: "myeks",
        principalArn: world.nodeRole,
      }).accessEntry,
    ).toMatchObject({
      type: "EC2_LINUX",
      kubernetesGroups: ["system:nodes"],
      username: "system:node:{{EC2PrivateDNSName}}",
    });
  });

  it.each<[string, Partial<CreateNodegroupRequest>, string]>([
    [
      "a minimum above the desired size",
      { scalingConfig: { minSize: 2, maxSize: 3, desiredSize: 1 } },
      "InvalidParameterException: Minimum capacity 2 can't be greater than desired size 1",
    ],
    [
      "a desired size above the maximum",
      { scalingConfig: { minSize: 1, maxSize: 3, desiredSize: 4 } },
      "InvalidParameterException: desired capacity 4 can't be greater than max size 3",
    ],
    [
      "a minimum above the maximum",
      { scalingConfig: { minSize: 4, maxSize: 3, desiredSize: 4 } },
      "InvalidParameterException: Minimum capacity 4 can't be greater than maximum capacity 3",
    ],
    [
      "a negative minimum",
      { scalingConfig: { minSize: -1, maxSize: 3, desiredSize: 1 } },
      "ValidationException: 1 validation error detected: Value '-1' at 'scalingConfig.minSize' failed to satisfy constraint: Member must have value greater than or equal to 0",
    ],
    [
      "a maximum of none",
      { scalingConfig: { minSize: 0, maxSize: 0, desiredSize: 0 } },
      "ValidationException: 1 validation error detected: Value '0' at 'scalingConfig.maxSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      "more than 50 taints",
      { taints: Array.from({ length: 51 }, (_, index) => ({ key: `k${index}`, effect: "NO_SCHEDULE" })) },
      "InvalidParameterException: The maximum number of taints is 50",
    ],
    [
      "a name with other characters",
      { nodegroupName: "a.b" },
      "ValidationException: 1 validation error detected: Value 'a.b' at 'nodegroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: ^[0-9A-Za-z][A-Za-z0-9-_]*",
    ],
    [
      "an unknown instance type",
      { instanceTypes: ["t3.giant"] },
      "InvalidParameterException: The following supplied instance types do not exist: [t3.giant]",
    ],
    [
      "a label with a reserved prefix",
      { labels: { "eks.amazonaws.com/nodegroup": "mine" } },
      "InvalidParameterException: Label cannot contain reserved prefixes [kubernetes.io/, k8s.io/, eks.amazonaws.com/]",
    ],
    [
      "subnets that are not there",
      { subnets: ["subnet-0dead"] },
      "InvalidParameterException: The following supplied subnets do not exist: [subnet-0dead]",
    ],
    [
      "Amazon Linux 2, for which there is no image any more",
      { amiType: "AL2_x86_64" },
      "InvalidParameterException: Requested AMI for this version 1.35 is not supported",
    ],
    [
      "a newer version than the cluster's",
      { version: "1.36" },
      "InvalidParameterException: Nodegroup Kubernetes version 1.36 should be at most the cluster's version 1.35 and at most 3 minor versions behind it",
    ],
    [
      "a name that is too long",
      { nodegroupName: "x".repeat(64) },
      `ValidationException: 1 validation error detected: Value '${"x".repeat(64)}' at 'nodegroupName' failed to satisfy constraint: Member must have length between 1 and 63, inclusive`,
    ],
    [
      "a cluster that is not there",
      { clusterName: "other" },
      "ResourceNotFoundException: No cluster found for name: other.",
    ],
  ])("refuses %s", (_what, changes, words) => {
    expect(refusal(() => create(changes))).toBe(words);
  });

  it("refuses a cluster that is still being created", () => {
    const request = clusterRequest(world, { name: "young" });
    world.cloud.call(world.cloud.administrator, "eks", "CreateCluster", request);
    expect(refusal(() => create({ clusterName: "young" }))).toBe(
      "InvalidRequestException: Cluster 'young' is not in ACTIVE status",
    );
  });

  it("refuses a role that instances may not assume", () => {
    expect(refusal(() => create({ nodeRole: world.clusterRole }))).toBe(
      `InvalidParameterException: Following required service principals [ec2.amazonaws.com] were not found in the trust relationships of nodeRole ${world.clusterRole}`,
    );
  });

  it("refuses a second group of the same name", () => {
    create();
    expect(refusal(() => create())).toBe(
      "ResourceInUseException: NodeGroup already exists with name ng and cluster name myeks",
    );
  });

  it("says of images that it does not know that they are not simulated", () => {
    expect(() => create({ amiType: "BOTTLEROCKET_x86_64" })).toThrow(
      new NotSimulated("EKS AMI type BOTTLEROCKET_x86_64"),
    );
  });

  describe("with a launch template", () => {
    it.each<[string, Parameters<typeof makeTemplate>[1], Partial<CreateNodegroupRequest>, string]>([
      [
        "a disk size in the request",
        {},
        { diskSize: 30 },
        "InvalidParameterException: Disk size must be specified within the launch template.",
      ],
      [
        "instance types in both",
        { InstanceType: "t3.large" },
        { instanceTypes: ["t3.medium"] },
        "InvalidRequestException: Instance type cannot be specified in both the launch template and the API request",
      ],
      [
        "a subnet in the template",
        { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-1" }] },
        {},
        "InvalidRequestException: Launch template should not specify a subnet",
      ],
      [
        "an image in the template and a version in the request",
        { ImageId: "ami-0123" },
        { version: "1.35" },
        "InvalidRequestException: You cannot specify the field version when using custom AMIs.",
      ],
      [
        "an instance profile in the template",
        { IamInstanceProfile: { Name: "mine" } },
        {},
        "InvalidRequestException: Launch template should not specify an instance profile. The noderole in your request will be used to construct an instance profile.",
      ],
      [
        "an image in the template and its type in the request",
        { ImageId: "ami-0123" },
        { amiType: "AL2023_x86_64_STANDARD" },
        "InvalidRequestException: You cannot specify an AMI Type other than CUSTOM, when specifying an image id within the launch template.",
      ],
    ])("refuses %s", (_what, data, changes, words) => {
      const launchTemplate = { id: makeTemplate(world, data) };
      expect(refusal(() => create({ launchTemplate, ...changes }))).toBe(words);
    });

    it("refuses a version that the template does not have", () => {
      const id = makeTemplate(world, {});
      expect(refusal(() => create({ launchTemplate: { id, version: "7" } }))).toBe(
        `InvalidParameterException: Could not find the specified version 7 for the launch template with ID ${id}. (Service: AmazonEC2; Status Code: 400; Error Code: InvalidLaunchTemplateId.VersionNotFound)`,
      );
    });

    it("refuses a template that is named twice", () => {
      const launchTemplate = { id: makeTemplate(world, {}), name: "template-0" };
      expect(refusal(() => create({ launchTemplate }))).toBe(
        "InvalidRequestException: You must specify either the launch template ID or the launch template name, but not both",
      );
    });

    it("takes instance type and public address from the template", () => {
      const { cloud, publicSubnets } = world;
      for (const SubnetId of publicSubnets) {
        cloud.call(cloud.administrator, "ec2", "ModifySubnetAttribute", {
          SubnetId,
          MapPublicIpOnLaunch: { Value: false },
        });
      }
      const id = makeTemplate(world, {
        InstanceType: "t3.large",
        NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true }],
      });
      expect(makeNodegroup(world, { launchTemplate: { id } })).toMatchObject({
        status: "ACTIVE",
        instanceTypes: [],
      });
      expect(
        ec2State(cloud)
          .instances.values()
          .map(({ InstanceType }) => InstanceType),
      ).toEqual(["t3.large", "t3.large"]);
    });

    it("takes the template's default version", () => {
      const id = makeTemplate(world, {});
      const { launchTemplate, diskSize } = create({ launchTemplate: { id } });
      expect(launchTemplate).toEqual({ id, name: "template-0", version: "1" });
      expect(diskSize).toBeUndefined();
    });
  });

  it("refuses subnets of another VPC", () => {
    const { cloud } = world;
    const { VpcId } = cloud.call(cloud.administrator, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc;
    const { SubnetId } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId,
      CidrBlock: "10.0.0.0/24",
    }).Subnet;
    expect(refusal(() => create({ subnets: [SubnetId] }))).toBe(
      `InvalidParameterException: Subnets [${SubnetId}] are not in the VPC of the cluster: ${world.vpcId}`,
    );
  });

  it("fails where public subnets give no public addresses", () => {
    const { cloud, publicSubnets } = world;
    for (const SubnetId of publicSubnets) {
      cloud.call(cloud.administrator, "ec2", "ModifySubnetAttribute", {
        SubnetId,
        MapPublicIpOnLaunch: { Value: false },
      });
    }
    const { status, health } = makeNodegroup(world);
    expect(status).toBe("CREATE_FAILED");
    expect(health.issues).toEqual([
      {
        code: "Ec2SubnetInvalidConfiguration",
        message: `One or more Amazon EC2 Subnets of [${publicSubnets.join(", ")}] for node group ng does not automatically assign public IP addresses to instances launched into it. If you want your instances to be assigned a public IP address, then you need to enable auto-assign public IP address for the subnet.`,
        resourceIds: publicSubnets,
      },
    ]);
    expect(ec2State(cloud).instances.size).toBe(0);
  });

  it("fails where the subnets have no addresses left for instances", () => {
    const small = makeWorld({ subnetBits: 28 });
    makeCluster(small);
    const { cloud, publicSubnets } = small;
    for (let taken = 0; taken < 10; taken++) {
      for (const SubnetId of publicSubnets) {
        cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", { SubnetId });
      }
    }
    const { status, health } = makeNodegroup(small);
    expect(status).toBe("CREATE_FAILED");
    expect(health.issues[0]?.code).toBe("AsgInstanceLaunchFailures");
    expect(health.issues[0]?.message).toMatch(
      /^Could not launch On-Demand Instances\. InsufficientFreeAddressesInSubnet - .* Launching EC2 instance failed\.$/,
    );
  });
});

describe("DeleteNodegroup", () => {
  it("ends the instances and leaves nothing behind", () => {
    const { cloud } = world;
    makeNodegroup(world);
    const key = { clusterName: "myeks", nodegroupName: "ng" };
    const { nodegroup } = cloud.call(cloud.administrator, "eks", "DeleteNodegroup", key);
    expect(nodegroup.status).toBe("DELETING");
    cloud.clock.advance(30 * 60_000);
    expect(eksState(cloud).nodegroups.size).toBe(0);
    expect(iamState(cloud).instanceProfiles.size).toBe(0);
    expect(ec2State(cloud).instances.where(({ State }) => State !== "terminated")).toEqual([]);
    expect(ec2State(cloud).networkInterfaces.where(({ RequesterManaged }) => !RequesterManaged)).toEqual([]);
    expect(clustersOf(cloud).get("myeks")?.api.list("v1/Node")).toEqual([]);
    expect(
      eksState(cloud)
        .accessEntries.values()
        .map(({ type }) => type),
    ).toEqual(["STANDARD"]);
  });

  it("leaves the role its access entry while another group has it", () => {
    const { cloud } = world;
    makeNodegroup(world);
    makeNodegroup(world, { nodegroupName: "other" });
    const remove = (nodegroupName: string) => {
      cloud.call(cloud.administrator, "eks", "DeleteNodegroup", { clusterName: "myeks", nodegroupName });
      cloud.clock.advance(30 * 60_000);
      return eksState(cloud).accessEntries.has(`myeks/${world.nodeRole}`);
    };
    expect([remove("ng"), remove("other")]).toEqual([true, false]);
  });

  it("knows no group of another name", () => {
    const { cloud } = world;
    const key = { clusterName: "myeks", nodegroupName: "other" };
    expect(refusal(() => cloud.call(cloud.administrator, "eks", "DeleteNodegroup", key))).toBe(
      "ResourceNotFoundException: No node group found for name: other.",
    );
  });
});

describe("ListNodegroups", () => {
  it("names the groups of one cluster", () => {
    const { cloud } = world;
    create();
    const list = (clusterName: string) =>
      cloud.call(cloud.administrator, "eks", "ListNodegroups", { clusterName }).nodegroups;
    makeCluster(world, { name: "other" });
    expect([list("myeks"), list("other")]).toEqual([["ng"], []]);
  });
});

describe("UpdateNodegroupConfig", () => {
  const update = (changes: object) =>
    world.cloud.call(world.cloud.administrator, "eks", "UpdateNodegroupConfig", {
      clusterName: "myeks",
      nodegroupName: "ng",
      ...changes,
    });

  it("brings labels and taints to the nodes that are there", () => {
    makeNodegroup(world, {
      scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 },
      labels: { a: "1", b: "1" },
      taints: [{ key: "old", value: "x", effect: "NO_SCHEDULE" }],
    });
    update({
      labels: { addOrUpdateLabels: { a: "2" }, removeLabels: ["b"] },
      taints: {
        addOrUpdateTaints: [{ key: "new", effect: "PREFER_NO_SCHEDULE" }],
        removeTaints: [{ key: "old", value: "x", effect: "NO_SCHEDULE" }],
      },
    });
    const [node] = nodesOf(world);
    expect([node?.metadata.labels?.["a"], node?.metadata.labels?.["b"]]).toEqual(["2", undefined]);
    expect(node?.spec.taints).toEqual([{ key: "new", effect: "PreferNoSchedule" }]);
    world.cloud.clock.advance(60_000);
    expect(eksState(world.cloud).nodegroups.get("myeks/ng")).toMatchObject({
      status: "ACTIVE",
      labels: { a: "2" },
      taints: [{ key: "new", effect: "PREFER_NO_SCHEDULE" }],
    });
  });

  it("moves pods of a node that goes to one that stays", () => {
    const { cloud } = world;
    makeNodegroup(world);
    const nodesOfPods = () =>
      new Set(
        clustersOf(cloud)
          .get("myeks")
          ?.api.list("v1/Pod", { labels: { "k8s-app": "kube-dns" } })
          .map(({ ["spec"]: spec }) => (spec as { nodeName: string }).nodeName),
      );
    expect(nodesOfPods().size).toBe(2);
    update({ scalingConfig: { desiredSize: 1 } });
    cloud.clock.advance(5 * 60_000);
    const [node] = nodesOf(world);
    expect([...nodesOfPods()]).toEqual([node?.metadata.name]);
  });

  it("waits a quarter of an hour for pods that do not go", () => {
    const { cloud } = world;
    makeNodegroup(world);
    const { api } = clustersOf(cloud).get("myeks")!;
    for (const { metadata } of api.list("v1/Pod", { labels: { "k8s-app": "kube-dns" } })) {
      const finalizers = ["example.com/keep"];
      api.patch("v1/Pod", metadata.namespace, metadata.name, { metadata: { finalizers } });
    }
    update({ scalingConfig: { desiredSize: 1 } });
    cloud.clock.advance(14 * 60_000);
    expect(nodesOf(world)).toHaveLength(2);
    cloud.clock.advance(2 * 60_000);
    expect(nodesOf(world)).toHaveLength(1);
  });

  it("ends an instance whose node somebody deleted", () => {
    const { cloud } = world;
    makeNodegroup(world);
    const { api } = clustersOf(cloud).get("myeks")!;
    for (const { metadata } of nodesOf(world)) api.delete("v1/Node", undefined, metadata.name);
    update({ scalingConfig: { desiredSize: 1 } });
    cloud.clock.advance(2 * 60_000);
    expect(
      ec2State(cloud)
        .instances.values()
        .map(({ State }) => State)
        .sort(),
    ).toEqual(["running", "terminated"]);
  });

  it("refuses sizes that do not fit, and a group that is not active", () => {
    create();
    expect(refusal(() => update({}))).toBe(
      "ResourceInUseException: Nodegroup cannot be updated as it is currently not in Active State",
    );
    world.cloud.clock.advance(10 * 60_000);
    expect(refusal(() => update({ scalingConfig: { desiredSize: 9 } }))).toBe(
      "InvalidParameterException: desired capacity 9 can't be greater than max size 3",
    );
  });
});

describe("UpdateNodegroupVersion", () => {
  const update = (changes: object) =>
    world.cloud.call(world.cloud.administrator, "eks", "UpdateNodegroupVersion", {
      clusterName: "myeks",
      nodegroupName: "ng",
      ...changes,
    });

  it("brings nodes up to the cluster's version", () => {
    makeNodegroup(world, { version: "1.34", scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 } });
    const kubelets = () => nodesOf(world).map(({ status }) => (status as Status).nodeInfo.kubeletVersion);
    interface Status {
      readonly nodeInfo: { readonly kubeletVersion: string };
    }
    expect(kubelets()).toEqual([expect.stringMatching(/^v1\.34\.7-eks-/)]);
    update({ version: "1.35" });
    world.cloud.clock.advance(10 * 60_000);
    expect(kubelets()).toEqual([expect.stringMatching(/^v1\.35\.6-eks-/)]);
    expect(eksState(world.cloud).nodegroups.get("myeks/ng")).toMatchObject({
      status: "ACTIVE",
      version: "1.35",
      releaseVersion: "1.35.6-20261105",
    });
  });

  it("cannot be deleted meanwhile", () => {
    makeNodegroup(world, { version: "1.34", scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 } });
    update({ version: "1.35" });
    const key = { clusterName: "myeks", nodegroupName: "ng" };
    expect(refusal(() => world.cloud.call(world.cloud.administrator, "eks", "DeleteNodegroup", key))).toBe(
      "ResourceInUseException: Nodegroup ng is currently in UPDATING state",
    );
  });

  it.each([
    [
      { version: "1.36" },
      "InvalidParameterException: Nodegroup Kubernetes version 1.36 should be at most the cluster's version 1.35",
    ],
    [
      { version: "1.34" },
      "InvalidParameterException: Nodegroup Kubernetes version 1.34 is older than the present one 1.35",
    ],
    [
      { launchTemplate: { id: "lt-1" } },
      "InvalidRequestException: You cannot specify a launch template for a node group that was created without one",
    ],
  ])("refuses %o", (changes, words) => {
    makeNodegroup(world, { scalingConfig: { minSize: 1, maxSize: 1, desiredSize: 1 } });
    expect(refusal(() => update(changes))).toBe(words);
  });
});
