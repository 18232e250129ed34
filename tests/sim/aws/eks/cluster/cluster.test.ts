import { beforeEach, describe, expect, it } from "vitest";
import { ec2State } from "../../../../../sim/aws/ec2/state.ts";
import type { CreateClusterRequest } from "../../../../../sim/aws/eks/cluster/requests.ts";
import { eksState } from "../../../../../sim/aws/eks/state.ts";
import { clustersOf } from "../../../../../sim/kubernetes/clusters.ts";
import {
  clusterRequest,
  makeCluster,
  makeNodegroup,
  makeRole,
  makeWorld,
  refusal,
  type World,
} from "../world.ts";

let world: World;
beforeEach(() => {
  world = makeWorld();
});

function create(changes: Partial<CreateClusterRequest> = {}) {
  const { cloud } = world;
  return cloud.call(cloud.administrator, "eks", "CreateCluster", clusterRequest(world, changes)).cluster;
}

describe("CreateCluster", () => {
  it("describes a cluster that is being created", () => {
    const { resourcesVpcConfig, identity, endpoint, certificateAuthority, id, ...rest } = create();
    const issuerId = identity.oidc.issuer.split("/").at(-1) ?? "";
    expect(issuerId).toMatch(/^[0-9A-F]{32}$/);
    expect(identity.oidc.issuer).toBe(`https://oidc.eks.ap-northeast-2.amazonaws.com/id/${issuerId}`);
    expect(endpoint).toBe(`https://${issuerId}.gr7.ap-northeast-2.eks.amazonaws.com`);
    expect(Buffer.from(certificateAuthority.data, "base64").toString()).toContain("BEGIN CERTIFICATE");
    expect(id).toMatch(/^[0-9a-f-]{36}$/);
    expect(resourcesVpcConfig).toEqual({
      subnetIds: world.publicSubnets,
      securityGroupIds: [],
      clusterSecurityGroupId: expect.stringMatching(/^sg-/) as string,
      vpcId: world.vpcId,
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      publicAccessCidrs: ["0.0.0.0/0"],
    });
    expect(rest).toEqual({
      name: "myeks",
      arn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/myeks",
      createdAt: "2026-01-01T00:00:00Z",
      version: "1.35",
      platformVersion: "eks.9",
      roleArn: world.clusterRole,
      kubernetesNetworkConfig: {
        serviceIpv4Cidr: "10.100.0.0/16",
        ipFamily: "ipv4",
        elasticLoadBalancing: { enabled: false },
      },
      enabledLogTypes: [],
      status: "CREATING",
      tags: {},
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      upgradePolicy: { supportType: "EXTENDED" },
      deletionProtection: false,
      bootstrapSelfManagedAddons: true,
    });
  });

  it("is active, with a Kubernetes cluster, after some minutes", () => {
    create();
    expect(clustersOf(world.cloud).has("myeks")).toBe(false);
    world.cloud.clock.advance(10 * 60_000);
    expect(eksState(world.cloud).clusters.get("myeks").status).toBe("ACTIVE");
    expect(clustersOf(world.cloud).get("myeks")?.version).toBe("1.35");
  });

  it("makes a security group whose members reach each other, tagged as the cluster's own", () => {
    const { clusterSecurityGroupId } = create().resourcesVpcConfig;
    const { cloud } = world;
    const [group] = cloud.call(cloud.administrator, "ec2", "DescribeSecurityGroups", {
      GroupIds: [clusterSecurityGroupId],
    }).SecurityGroups;
    expect(group?.GroupName).toMatch(/^eks-cluster-sg-myeks-\d+$/);
    expect(group?.Tags).toEqual([
      { Key: "Name", Value: group?.GroupName },
      { Key: "kubernetes.io/cluster/myeks", Value: "owned" },
      { Key: "aws:eks:cluster-name", Value: "myeks" },
    ]);
    expect(group?.IpPermissions).toHaveLength(1);
    expect(group?.IpPermissions[0]).toMatchObject({
      IpProtocol: "-1",
      UserIdGroupPairs: [{ GroupId: clusterSecurityGroupId }],
    });
  });

  it("makes interfaces of the control plane in two zones, which nobody but EKS can delete", () => {
    create();
    const { cloud } = world;
    const interfaces = ec2State(cloud).networkInterfaces.where(
      ({ Description }) => Description === "Amazon EKS myeks",
    );
    expect(interfaces.map(({ AvailabilityZone }) => AvailabilityZone)).toEqual([
      "ap-northeast-2a",
      "ap-northeast-2b",
    ]);
    expect(interfaces.every(({ RequesterManaged }) => RequesterManaged)).toBe(true);
  });

  it("makes its creator an administrator of the cluster", () => {
    create();
    const { cloud } = world;
    const { associatedAccessPolicies } = cloud.call(
      cloud.administrator,
      "eks",
      "ListAssociatedAccessPolicies",
      { clusterName: "myeks", principalArn: cloud.administrator.arn },
    );
    expect(
      associatedAccessPolicies.map(({ policyArn, accessScope }) => ({ policyArn, accessScope })),
    ).toEqual([
      {
        policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
        accessScope: { type: "cluster", namespaces: [] },
      },
    ]);
  });

  it("takes other addresses for Services where the VPC is in 10.0.0.0/8", () => {
    world = makeWorld({ vpcCidr: "10.1.0.0/16" });
    expect(create().kubernetesNetworkConfig.serviceIpv4Cidr).toBe("172.20.0.0/16");
  });

  it("refuses a second cluster of the same name", () => {
    create();
    expect(refusal(() => create())).toBe("ResourceInUseException: Cluster already exists with name: myeks");
  });

  it.each([
    ["my eks", "Member must satisfy regular expression pattern: ^[0-9A-Za-z][A-Za-z0-9\\-_]*"],
    ["", "Member must have length between 1 and 100, inclusive"],
    ["x".repeat(101), "Member must have length between 1 and 100, inclusive"],
  ])("refuses the name '%s'", (name, constraint) => {
    expect(refusal(() => create({ name }))).toBe(
      `ValidationException: 1 validation error detected: Value '${name}' at 'name' failed to satisfy constraint: ${constraint}`,
    );
  });

  it("refuses a Kubernetes version that EKS does not offer", () => {
    expect(refusal(() => create({ version: "1.29" }))).toBe(
      "InvalidParameterException: unsupported Kubernetes version",
    );
  });

  it("refuses a role that does not exist", () => {
    const roleArn = "arn:aws:iam::123456789012:role/nobody";
    expect(refusal(() => create({ roleArn }))).toBe(
      `InvalidParameterException: roleArn, ${roleArn}, does not exist`,
    );
  });

  it("refuses a role that EKS may not assume", () => {
    expect(refusal(() => create({ roleArn: world.nodeRole }))).toBe(
      "InvalidParameterException: Role could not be assumed because the trusted entity is not correct",
    );
  });

  it("refuses a role without the cluster policy", () => {
    const roleArn = makeRole(world.cloud, "bare", "eks.amazonaws.com", []);
    expect(refusal(() => create({ roleArn }))).toBe(
      "InvalidParameterException: The provided role doesn't have the Amazon EKS Managed Policies associated with it. Please ensure the following policy is attached: arn:aws:iam::aws:policy/AmazonEKSClusterPolicy",
    );
  });

  it("refuses subnets that are not there, in EC2's words", () => {
    const resourcesVpcConfig = { subnetIds: ["subnet-0000000000000dead"] };
    expect(refusal(() => create({ resourcesVpcConfig }))).toBe(
      "InvalidParameterException: The subnet ID 'subnet-0000000000000dead' does not exist (Service: AmazonEC2; Status Code: 400; Error Code: InvalidSubnetID.NotFound)",
    );
  });

  it.each([
    ["c", "us-east-1c"],
    ["-atl-1a", "us-east-1-atl-1a"],
  ])("refuses zone us-east-1%s, which takes no control plane", (suffix, zone) => {
    world = makeWorld({ region: "us-east-1" });
    const { cloud } = world;
    cloud.call(cloud.administrator, "ec2", "ModifyAvailabilityZoneGroup", {
      GroupName: "us-east-1-atl-1",
      OptInStatus: "opted-in",
    });
    const { SubnetId } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId: world.vpcId,
      CidrBlock: "192.168.20.0/22",
      AvailabilityZone: `us-east-1${suffix}`,
    }).Subnet;
    const resourcesVpcConfig = { subnetIds: [...world.publicSubnets, SubnetId] };
    expect(refusal(() => create({ resourcesVpcConfig }))).toBe(
      `UnsupportedAvailabilityZoneException: Cannot create cluster 'myeks' because ${zone}, the targeted availability zone, ` +
        "does not currently have sufficient capacity to support the cluster. Retry and choose from these availability zones: " +
        "us-east-1a, us-east-1b, us-east-1d, us-east-1e, us-east-1f",
    );
  });

  it("refuses subnets of one zone", () => {
    const resourcesVpcConfig = { subnetIds: [world.publicSubnets[0], world.privateSubnets[0]] };
    expect(refusal(() => create({ resourcesVpcConfig }))).toBe(
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    );
  });

  it("refuses subnets without free addresses, naming each", () => {
    world = makeWorld({ subnetBits: 28 });
    const { cloud, publicSubnets } = world;
    for (let taken = 0; taken < 8; taken++) {
      cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", { SubnetId: publicSubnets[1] });
    }
    expect(refusal(() => create())).toBe(
      `InvalidParameterException: Provided subnets ${publicSubnets[1]} Free IPs: 3 , need at least 5 IPs in each subnet to be free for this operation`,
    );
  });

  it("refuses subnets of different VPCs", () => {
    const { cloud } = world;
    const { VpcId } = cloud.call(cloud.administrator, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc;
    const { SubnetId } = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId,
      CidrBlock: "10.0.0.0/24",
      AvailabilityZone: "ap-northeast-2b",
    }).Subnet;
    const resourcesVpcConfig = { subnetIds: [world.publicSubnets[0], SubnetId] };
    expect(refusal(() => create({ resourcesVpcConfig }))).toBe(
      "InvalidParameterException: Subnets specified must belong to the same VPC",
    );
  });

  it("refuses security groups of another VPC, and too many", () => {
    const { cloud } = world;
    const { VpcId } = cloud.call(cloud.administrator, "ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" }).Vpc;
    const group = ec2State(cloud).securityGroups.where((one) => one.VpcId === VpcId)[0]?.GroupId ?? "";
    const withGroups = (securityGroupIds: string[]) =>
      refusal(() => create({ resourcesVpcConfig: { subnetIds: world.publicSubnets, securityGroupIds } }));
    expect(withGroups([group])).toBe(
      `InvalidParameterException: Security group(s) [${group}] are not in the same VPC as the subnets. Please specify a security group that is associated with the VPC: ${world.vpcId}.`,
    );
    expect(withGroups(Array(5).fill(group))).toBe(
      "InvalidParameterException: The maximum number of security groups is 4",
    );
  });

  it("refuses addresses of Services that are not private", () => {
    const kubernetesNetworkConfig = { serviceIpv4Cidr: "8.8.8.0/24" };
    expect(refusal(() => create({ kubernetesNetworkConfig }))).toBe(
      "InvalidParameterException: The specified service CIDR block 8.8.8.0/24 is invalid: it must be a private block (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16) between /24 and /12",
    );
  });

  it("refuses an endpoint that nobody can reach", () => {
    const resourcesVpcConfig = { subnetIds: world.publicSubnets, endpointPublicAccess: false };
    expect(refusal(() => create({ resourcesVpcConfig }))).toBe(
      "InvalidParameterException: Private and public endpoint access cannot be false",
    );
  });

  it("refuses texts that are not addresses of clients", () => {
    const resourcesVpcConfig = { subnetIds: world.publicSubnets, publicAccessCidrs: ["10.0.0.0/33"] };
    expect(refusal(() => create({ resourcesVpcConfig }))).toBe(
      "InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs: [10.0.0.0/33]",
    );
  });

  it("refuses addresses of Services that the VPC has", () => {
    const kubernetesNetworkConfig = { serviceIpv4Cidr: "192.168.64.0/20" };
    expect(refusal(() => create({ kubernetesNetworkConfig }))).toBe(
      "InvalidParameterException: The service CIDR block 192.168.64.0/20 overlaps with the VPC's CIDR block 192.168.0.0/16",
    );
  });

  it("refuses a log type that does not exist", () => {
    const logging = { clusterLogging: [{ types: ["kubelet"], enabled: true }] };
    expect(refusal(() => create({ logging }))).toBe(
      "ValidationException: 1 validation error detected: Value 'kubelet' at 'logging.clusterLogging.types' failed to satisfy constraint: Member must satisfy enum value set: [api, audit, authenticator, controllerManager, scheduler]",
    );
  });
});

describe("ListClusters", () => {
  it("names every cluster", () => {
    const { cloud } = world;
    create({ name: "one" });
    create({ name: "two" });
    expect(cloud.call(cloud.administrator, "eks", "ListClusters", {}).clusters).toEqual(["one", "two"]);
  });
});

describe("DescribeCluster", () => {
  it("knows no cluster of another name", () => {
    const { cloud } = world;
    expect(refusal(() => cloud.call(cloud.administrator, "eks", "DescribeCluster", { name: "other" }))).toBe(
      "ResourceNotFoundException: No cluster found for name: other.",
    );
  });
});

describe("DeleteCluster", () => {
  const remove = () => world.cloud.call(world.cloud.administrator, "eks", "DeleteCluster", { name: "myeks" });

  it("leaves nothing behind", () => {
    const { cloud } = world;
    const groups = ec2State(cloud).securityGroups.size;
    makeCluster(world);
    expect(remove().cluster.status).toBe("DELETING");
    cloud.clock.advance(5 * 60_000);
    expect(eksState(cloud).clusters.size).toBe(0);
    expect(eksState(cloud).accessEntries.size).toBe(0);
    expect(clustersOf(cloud).size).toBe(0);
    expect(ec2State(cloud).networkInterfaces.size).toBe(0);
    expect(ec2State(cloud).securityGroups.size).toBe(groups);
  });

  it("refuses while there are node groups", () => {
    makeCluster(world);
    makeNodegroup(world, { scalingConfig: { minSize: 0, maxSize: 1, desiredSize: 0 } });
    expect(refusal(remove)).toBe("ResourceInUseException: Cluster has nodegroups attached");
  });

  it("refuses a protected cluster", () => {
    makeCluster(world, { deletionProtection: true });
    expect(refusal(remove)).toBe(
      "InvalidRequestException: Cluster myeks has deletion protection enabled: disable it before deleting",
    );
  });

  it("keeps the security group while something else uses it", () => {
    const { cloud } = world;
    makeCluster(world);
    const { clusterSecurityGroupId } = eksState(cloud).clusters.get("myeks").resourcesVpcConfig;
    cloud.call(cloud.administrator, "ec2", "CreateNetworkInterface", {
      SubnetId: world.publicSubnets[0],
      Groups: [clusterSecurityGroupId],
    });
    remove();
    cloud.clock.advance(5 * 60_000);
    expect(eksState(cloud).clusters.size).toBe(0);
    expect(ec2State(cloud).securityGroups.has(clusterSecurityGroupId)).toBe(true);
  });
});

describe("UpdateClusterVersion", () => {
  const update = (version: string) =>
    world.cloud.call(world.cloud.administrator, "eks", "UpdateClusterVersion", { name: "myeks", version });

  it("goes up by one minor version", () => {
    makeCluster(world, { version: "1.34" });
    update("1.35");
    expect(eksState(world.cloud).clusters.get("myeks")).toMatchObject({
      status: "UPDATING",
      version: "1.34",
    });
    world.cloud.clock.advance(15 * 60_000);
    expect(eksState(world.cloud).clusters.get("myeks")).toMatchObject({
      status: "ACTIVE",
      version: "1.35",
      platformVersion: "eks.9",
    });
    expect(clustersOf(world.cloud).get("myeks")?.version).toBe("1.35");
  });

  it.each([
    ["1.34", "1.36"],
    ["1.35", "1.34"],
    ["1.35", "1.35"],
  ])("refuses to go from %s to %s", (from, to) => {
    makeCluster(world, { version: from });
    expect(refusal(() => update(to))).toBe(
      `InvalidParameterException: Unsupported Kubernetes minor version update from ${from} to ${to}`,
    );
  });

  it("refuses a second update at the same time, and deletion", () => {
    makeCluster(world, { version: "1.34" });
    update("1.35");
    expect(refusal(() => update("1.35"))).toBe(
      "ResourceInUseException: Cluster is currently in UPDATING state and can't be updated.",
    );
    expect(
      refusal(() => world.cloud.call(world.cloud.administrator, "eks", "DeleteCluster", { name: "myeks" })),
    ).toBe("ResourceInUseException: Cannot delete because cluster myeks currently has an update in progress");
  });
});

describe("TagResource", () => {
  it("tags what EKS has, and nothing else", () => {
    const { cloud } = world;
    const { arn: resourceArn } = create();
    cloud.call(cloud.administrator, "eks", "TagResource", { resourceArn, tags: { a: "1", b: "1" } });
    cloud.call(cloud.administrator, "eks", "UntagResource", { resourceArn, tagKeys: ["b"] });
    expect(eksState(cloud).clusters.get("myeks").tags).toEqual({ a: "1" });
    expect(
      refusal(() => cloud.call(cloud.administrator, "eks", "TagResource", { resourceArn: "arn", tags: {} })),
    ).toBe("ResourceNotFoundException: The specified resource could not be found: arn");
  });
});

it("tags what belongs to a cluster", () => {
  const { cloud } = world;
  makeCluster(world);
  const { nodegroupArn } = makeNodegroup(world);
  const { addonArn } = cloud.call(cloud.administrator, "eks", "CreateAddon", {
    clusterName: "myeks",
    addonName: "vpc-cni",
    resolveConflicts: "OVERWRITE",
  }).addon;
  const { associationArn, associationId } = cloud.call(
    cloud.administrator,
    "eks",
    "CreatePodIdentityAssociation",
    {
      clusterName: "myeks",
      namespace: "default",
      serviceAccount: "app",
      roleArn: makeRole(cloud, "app", "pods.eks.amazonaws.com", [], ["sts:AssumeRole", "sts:TagSession"]),
    },
  ).association;
  for (const resourceArn of [nodegroupArn, addonArn, associationArn]) {
    cloud.call(cloud.administrator, "eks", "TagResource", { resourceArn, tags: { a: "1" } });
  }
  const admin = cloud.administrator;
  const clusterName = "myeks";
  expect([
    cloud.call(admin, "eks", "DescribeNodegroup", { clusterName, nodegroupName: "ng" }).nodegroup.tags,
    cloud.call(admin, "eks", "DescribeAddon", { clusterName, addonName: "vpc-cni" }).addon.tags,
    cloud.call(admin, "eks", "DescribePodIdentityAssociation", { clusterName, associationId }).association
      .tags,
  ]).toEqual([{ a: "1" }, { a: "1" }, { a: "1" }]);
});

describe("UpdateClusterConfig", () => {
  it("changes endpoint access, logs and policies", () => {
    const { cloud } = world;
    makeCluster(world);
    cloud.call(cloud.administrator, "eks", "UpdateClusterConfig", {
      name: "myeks",
      resourcesVpcConfig: { endpointPrivateAccess: true },
      logging: { clusterLogging: [{ types: ["audit", "api"], enabled: true }] },
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: true,
    });
    cloud.clock.advance(5 * 60_000);
    const cluster = eksState(cloud).clusters.get("myeks");
    expect(cluster).toMatchObject({
      status: "ACTIVE",
      enabledLogTypes: ["api", "audit"],
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: true,
    });
    expect(cluster.resourcesVpcConfig).toMatchObject({
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      subnetIds: world.publicSubnets,
    });
  });

  it("keeps the control plane in the zones of its creation", () => {
    const { cloud } = world;
    makeCluster(world);
    const third = cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
      VpcId: world.vpcId,
      CidrBlock: "192.168.20.0/22",
      AvailabilityZone: `${cloud.region}c`,
    }).Subnet.SubnetId;
    const move = (subnetIds: readonly string[]) => () =>
      cloud.call(cloud.administrator, "eks", "UpdateClusterConfig", {
        name: "myeks",
        resourcesVpcConfig: { subnetIds },
      });
    const refused = (zones: string) =>
      `InvalidParameterException: Provided subnets belong to the AZs '${zones}'. But they should belong to the exact set of AZs ` +
      "'ap-northeast-2a,ap-northeast-2b' in which subnets were provided during cluster creation.";
    expect(refusal(move([...world.publicSubnets, third]))).toBe(
      refused("ap-northeast-2a,ap-northeast-2b,ap-northeast-2c"),
    );
    expect(refusal(move([world.publicSubnets[0], third]))).toBe(refused("ap-northeast-2a,ap-northeast-2c"));
    expect(move([...world.publicSubnets, ...world.privateSubnets])).not.toThrow();
  });

  it("moves the control plane's subnets within their VPC only", () => {
    const { cloud } = world;
    makeCluster(world);
    const move = (subnetIds: readonly string[]) =>
      cloud.call(cloud.administrator, "eks", "UpdateClusterConfig", {
        name: "myeks",
        resourcesVpcConfig: { subnetIds },
      });
    move(world.privateSubnets);
    cloud.clock.advance(5 * 60_000);
    expect(eksState(cloud).clusters.get("myeks").resourcesVpcConfig.subnetIds).toEqual(world.privateSubnets);
    expect(refusal(() => move([world.publicSubnets[0]]))).toBe(
      "InvalidParameterException: Subnets specified must be in at least two different AZs",
    );
    const { VpcId } = cloud.call(cloud.administrator, "ec2", "CreateVpc", { CidrBlock: "10.1.0.0/16" }).Vpc;
    const elsewhere = ["a", "b"].map(
      (zone, index) =>
        cloud.call(cloud.administrator, "ec2", "CreateSubnet", {
          VpcId,
          CidrBlock: `10.1.${index}.0/24`,
          AvailabilityZone: `${cloud.region}${zone}`,
        }).Subnet.SubnetId,
    );
    expect(refusal(() => move(elsewhere))).toBe(
      `InvalidParameterException: Provided subnets belong to different VPC than the cluster: ${world.vpcId}`,
    );
  });
});
