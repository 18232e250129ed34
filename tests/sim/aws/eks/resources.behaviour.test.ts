/** The Pulumi types of EKS: what a program gives, and what it gets. */
import { eksState } from "../../../../sim/aws/eks/state.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { clustersOf } from "../../../../sim/kubernetes/clusters.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { functionType, resourceType } from "../../../../sim/catalog.ts";
import { diffResource } from "../../../../sim/core/diff.ts";
import { NotSimulated, ResourceInitError } from "../../../../sim/core/errors.ts";
import type { Properties, ResourceContext } from "../../../../sim/core/resource-type.ts";
import {
  makeCluster,
  makeNodegroup,
  makeRole,
  makeTemplate,
  makeWorld,
  refusal,
  type World,
} from "./world.ts";

const cluster = resourceType("aws:eks/cluster:Cluster");
const nodeGroup = resourceType("aws:eks/nodeGroup:NodeGroup");
const addon = resourceType("aws:eks/addon:Addon");
const accessEntry = resourceType("aws:eks/accessEntry:AccessEntry");
const policyAssociation = resourceType("aws:eks/accessPolicyAssociation:AccessPolicyAssociation");
const podIdentity = resourceType("aws:eks/podIdentityAssociation:PodIdentityAssociation");

let world: World;
let context: ResourceContext;
beforeEach(() => {
  world = makeWorld();
  context = { cloud: world.cloud, name: "my", urn: "urn", provider: {} };
});

function clusterInputs(changes: Properties = {}): Properties {
  return {
    name: "myeks",
    roleArn: world.clusterRole,
    version: "1.34",
    vpcConfig: { subnetIds: world.publicSubnets },
    accessConfig: { authenticationMode: "API" },
    ...changes,
  };
}

function groupInputs(changes: Properties = {}): Properties {
  return {
    clusterName: "myeks",
    nodeRoleArn: world.nodeRole,
    scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 2 },
    subnetIds: world.publicSubnets,
    ...changes,
  };
}

describe("Cluster", () => {
  it("is there when it is active, with all that components read of it", () => {
    const { id, outputs } = cluster.create(context, clusterInputs({ tags: { team: "edge" } }));
    expect(id).toBe("myeks");
    const { issuer } = eksState(world.cloud).clusters.get("myeks").identity.oidc;
    expect(outputs).toMatchObject({
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      arn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/myeks",
      certificateAuthority: { data: expect.any(String) as string },
      identities: [{ oidcs: [{ issuer }] }],
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "10.100.0.0/16" },
      name: "myeks",
      region: "ap-northeast-2",
      status: "ACTIVE",
      tags: { team: "edge" },
      version: "1.34",
      vpcConfig: {
        clusterSecurityGroupId: expect.stringMatching(/^sg-/) as string,
        subnetIds: world.publicSubnets,
        vpcId: world.vpcId,
      },
    });
    expect(cluster.read(context, id, clusterInputs({ tags: { team: "edge" } }))).toEqual(outputs);
  });

  it("gets a name from Pulumi's where it has none", () => {
    const { name: _name, ...unnamed } = clusterInputs();
    expect(cluster.create(context, unnamed).id).toMatch(/^my-[0-9a-f]{7}$/);
  });

  it("changes in place what EKS can change in place", () => {
    const before = clusterInputs();
    const after = clusterInputs({
      version: "1.35",
      enabledClusterLogTypes: ["api"],
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: true,
      vpcConfig: { subnetIds: world.publicSubnets, endpointPrivateAccess: true },
      tags: { team: "edge" },
    });
    cluster.create(context, before);
    expect(diffResource(cluster, before, after).replace).toEqual([]);
    const outputs = cluster.update?.(context, "myeks", before, after);
    expect(outputs).toMatchObject({
      deletionProtection: true,
      enabledClusterLogTypes: ["api"],
      status: "ACTIVE",
      tags: { team: "edge" },
      upgradePolicy: { supportType: "STANDARD" },
      version: "1.35",
      vpcConfig: { endpointPrivateAccess: true, endpointPublicAccess: true },
    });
  });

  it("gets and loses tags in place", () => {
    const before = clusterInputs({ tags: { team: "edge", cost: "7" } });
    const after = clusterInputs({ tags: { team: "core" } });
    cluster.create(context, before);
    expect(cluster.update?.(context, "myeks", before, after)).toMatchObject({ tags: { team: "core" } });
    expect(eksState(world.cloud).clusters.get("myeks").tags).toEqual({ team: "core" });
  });

  it.each(["CONFIG_MAP", "API_AND_CONFIG_MAP"])(
    "does not keep its users as %s says",
    (authenticationMode) => {
      const inputs = clusterInputs({ accessConfig: { authenticationMode } });
      expect(() => cluster.check?.(inputs, { ...context })).toThrow(
        new NotSimulated("aws:eks/cluster:Cluster", `accessConfig.authenticationMode ${authenticationMode}`),
      );
    },
  );

  it("that does not go in time is an error", () => {
    cluster.create(context, clusterInputs());
    expect(() => cluster.delete({ ...context, timeoutMs: 1000 }, "myeks", clusterInputs())).toThrow(
      "waiting for EKS Cluster (myeks) delete: timeout while waiting for resource to be gone (last state: 'DELETING', timeout: 0m1s)",
    );
  });

  it.each<[string, Properties]>([
    ["name", { name: "other" }],
    ["roleArn", { roleArn: "arn:aws:iam::123456789012:role/other" }],
    [
      "accessConfig.bootstrapClusterCreatorAdminPermissions",
      { accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false } },
    ],
  ])("is replaced for another %s", (path, change) => {
    expect(diffResource(cluster, clusterInputs(), clusterInputs(change)).replace).toEqual([path]);
  });

  it("is the same without settings that EKS chooses or keeps", () => {
    const before = clusterInputs({
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    });
    const { accessConfig: _accessConfig, ...others } = before;
    expect(diffResource(cluster, before, others)).toMatchObject({ changed: [], replace: [] });
    const tagged = { ...others, tags: { team: "platform" } };
    expect(diffResource(cluster, before, tagged)).toMatchObject({ changed: ["tags"], replace: [] });
  });

  it("is the same with its subnets and log types in another order", () => {
    const [a, b] = world.publicSubnets;
    const before = clusterInputs({
      vpcConfig: { subnetIds: [a, b] },
      enabledClusterLogTypes: ["api", "audit"],
    });
    const after = clusterInputs({
      vpcConfig: { subnetIds: [b, a] },
      enabledClusterLogTypes: ["audit", "api"],
    });
    expect(diffResource(cluster, before, after).changed).toEqual([]);
  });

  it("is checked before anything is made", () => {
    const check = (inputs: Properties) => cluster.check?.(inputs, { ...context })?.failures;
    expect(check(clusterInputs())).toEqual([]);
    expect(check(clusterInputs({ name: "-x" }))).toEqual([
      {
        property: "name",
        reason:
          "invalid value for name (must begin with an alphanumeric character and only contain alphanumeric characters, dashes and underscores)",
      },
    ]);
    expect(() => check(clusterInputs({ outpostConfig: {} }))).toThrow(
      new NotSimulated("aws:eks/cluster:Cluster", "input outpostConfig"),
    );
  });

  it("goes when it is told to, with what EKS made for it", () => {
    const { outputs } = cluster.create(context, clusterInputs());
    cluster.delete(context, "myeks", outputs);
    expect(eksState(world.cloud).clusters.size).toBe(0);
    expect(cluster.read(context, "myeks", {})).toBeUndefined();
    cluster.delete(context, "myeks", outputs);
  });
});

describe("NodeGroup", () => {
  it("is there when its nodes are ready", () => {
    makeCluster(world);
    const { id, outputs } = nodeGroup.create(context, groupInputs({ nodeGroupName: "ng" }));
    expect(id).toBe("myeks:ng");
    expect(outputs).toMatchObject({
      amiType: "AL2023_x86_64_STANDARD",
      capacityType: "ON_DEMAND",
      clusterName: "myeks",
      diskSize: 20,
      instanceTypes: ["t3.medium"],
      nodeGroupName: "ng",
      releaseVersion: "1.35.6-20261105",
      resources: [
        {
          autoscalingGroups: [{ name: expect.stringMatching(/^eks-ng-/) as string }],
          remoteAccessSecurityGroupId: "",
        },
      ],
      scalingConfig: { desiredSize: 1, minSize: 1, maxSize: 2 },
      status: "ACTIVE",
      version: "1.35",
    });
    expect(nodeGroup.read(context, id, groupInputs())).toEqual(outputs);
  });

  it("that fails stays, and says what EKS and the instances' consoles say", () => {
    makeCluster(world);
    const inputs = groupInputs({ nodeGroupName: "ng", subnetIds: world.privateSubnets });
    let failure: unknown;
    try {
      nodeGroup.create(context, inputs);
    } catch (error) {
      failure = error;
    }
    const [instance] = ec2State(world.cloud).instances.values();
    expect(failure).toBeInstanceOf(ResourceInitError);
    expect((failure as ResourceInitError).id).toBe("myeks:ng");
    expect((failure as ResourceInitError).outputs["status"]).toBe("CREATE_FAILED");
    expect((failure as ResourceInitError).reasons).toEqual([
      `waiting for EKS Node Group (myeks:ng) create: unexpected state 'CREATE_FAILED', wanted target 'ACTIVE'. last error: ${instance?.InstanceId}: NodeCreationFailure: Instances failed to join the kubernetes cluster`,
      `${instance?.InstanceId}: nodeadm: dial tcp: i/o timeout (subnet ${world.privateSubnets[0]} has no route to the internet)`,
    ]);
  });

  it("scales out and in", () => {
    makeCluster(world);
    const before = groupInputs({ nodeGroupName: "ng" });
    nodeGroup.create(context, before);
    const sized = (desiredSize: number) =>
      groupInputs({ nodeGroupName: "ng", scalingConfig: { desiredSize, minSize: 1, maxSize: 3 } });
    const nodes = () => clustersOf(world.cloud).get("myeks")?.api.list("v1/Node").length;
    nodeGroup.update?.(context, "myeks:ng", before, sized(3));
    expect(nodes()).toBe(3);
    nodeGroup.update?.(context, "myeks:ng", sized(3), sized(1));
    world.cloud.clock.advance(60_000);
    expect(nodes()).toBe(1);
  });

  it("cannot do without its launch template any more", () => {
    makeCluster(world);
    const launchTemplate = { id: makeTemplate(world, {}), version: "1" };
    const [before, after] = [
      groupInputs({ nodeGroupName: "ng", launchTemplate }),
      groupInputs({ nodeGroupName: "ng" }),
    ];
    nodeGroup.create(context, before);
    expect(diffResource(nodeGroup, before, after)).toMatchObject({
      changed: ["launchTemplate"],
      replace: [],
    });
    expect(() => nodeGroup.update?.(context, "myeks:ng", before, after)).toThrow(
      new NotSimulated("aws:eks/nodeGroup:NodeGroup", "taking the launch template away"),
    );
  });

  it("replaces its nodes for a new version of the launch template", () => {
    const { cloud } = world;
    makeCluster(world);
    const id = makeTemplate(world, {});
    const at = (version: string) => groupInputs({ nodeGroupName: "ng", launchTemplate: { id, version } });
    nodeGroup.create(context, at("1"));
    const [first] = ec2State(cloud).instances.values();
    cloud.call(cloud.administrator, "ec2", "CreateLaunchTemplateVersion", {
      LaunchTemplateId: id,
      LaunchTemplateData: { MetadataOptions: { HttpPutResponseHopLimit: 1 } },
    });
    expect(diffResource(nodeGroup, at("1"), at("2")).replace).toEqual([]);
    nodeGroup.update?.(context, "myeks:ng", at("1"), at("2"));
    cloud.clock.advance(60_000);
    const running = ec2State(cloud).instances.where(({ State }) => State === "running");
    expect(running).toHaveLength(1);
    expect(running[0]?.InstanceId).not.toBe(first?.InstanceId);
    expect(running[0]?.MetadataOptions.HttpPutResponseHopLimit).toBe(1);
  });

  it.each<[string, Properties]>([
    ["instanceTypes", { instanceTypes: ["t3.large"] }],
    ["subnetIds", { subnetIds: ["subnet-1"] }],
    ["launchTemplate.id", { launchTemplate: { id: "lt-2", version: "1" } }],
  ])("is replaced for another %s", (path, change) => {
    const before = groupInputs({ launchTemplate: { id: "lt-1", version: "1" } });
    expect(diffResource(nodeGroup, before, { ...before, ...change }).replace).toEqual([path]);
  });

  it("goes before its replacement comes if the program named it, else afterwards", () => {
    const order = (inputs: Properties) =>
      diffResource(nodeGroup, inputs, { ...inputs, instanceTypes: ["t3.large"] }).deleteBeforeReplace;
    expect([order(groupInputs({ nodeGroupName: "ng" })), order(groupInputs())]).toEqual([true, false]);
  });

  it("goes with its instances", () => {
    makeCluster(world);
    const { id, outputs } = nodeGroup.create(context, groupInputs());
    nodeGroup.delete(context, id, outputs);
    expect(nodeGroup.read(context, id, {})).toBeUndefined();
    expect(ec2State(world.cloud).instances.where(({ State }) => State === "running")).toEqual([]);
  });
});

describe("Addon", () => {
  const inputs = { clusterName: "myeks", addonName: "coredns", resolveConflictsOnCreate: "OVERWRITE" };

  it("is there when it is active", () => {
    makeCluster(world);
    makeNodegroup(world);
    const { id, outputs } = addon.create(context, inputs);
    expect(id).toBe("myeks:coredns");
    expect(outputs).toMatchObject({ addonName: "coredns", addonVersion: "v1.13.2-eksbuild.4" });
    const after = { ...inputs, configurationValues: '{"replicaCount":1}' };
    expect(addon.update?.(context, id, inputs, after)).toMatchObject({
      configurationValues: '{"replicaCount":1}',
    });
    addon.delete(context, id, outputs);
    expect(addon.read(context, id, {})).toBeUndefined();
  });

  it("times out where no node can run it", () => {
    makeCluster(world);
    expect(() => addon.create(context, inputs)).toThrow(
      expect.objectContaining({
        id: "myeks:coredns",
        message:
          "waiting for EKS Add-On (myeks:coredns) create: timeout while waiting for state to become 'ACTIVE' (last state: 'DEGRADED', timeout: 20m0s): InsufficientNumberOfReplicas: The add-on is unhealthy because it doesn't have the desired number of replicas.",
      }),
    );
  });
});

describe("AccessEntry and AccessPolicyAssociation", () => {
  it("come and go", () => {
    makeCluster(world);
    const inputs = { clusterName: "myeks", principalArn: world.nodeRole };
    const entry = accessEntry.create(context, inputs);
    expect(entry.id).toBe(`myeks:${world.nodeRole}`);
    expect(entry.outputs).toMatchObject({ type: "STANDARD", kubernetesGroups: [] });
    const grouped = { ...inputs, kubernetesGroups: ["viewers"], tags: { team: "edge" } };
    expect(accessEntry.update?.(context, entry.id, inputs, grouped)).toMatchObject({
      kubernetesGroups: ["viewers"],
      tags: { team: "edge" },
    });

    const policyArn = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    const wanted = { ...inputs, policyArn, accessScope: { type: "cluster" } };
    const association = policyAssociation.create(context, wanted);
    expect(association.id).toBe(`myeks#${world.nodeRole}#${policyArn}`);
    expect(policyAssociation.read(context, association.id, wanted)).toEqual(association.outputs);
    policyAssociation.delete(context, association.id, association.outputs);
    expect(policyAssociation.read(context, association.id, wanted)).toBeUndefined();
    accessEntry.delete(context, entry.id, entry.outputs);
    expect(accessEntry.read(context, entry.id, inputs)).toBeUndefined();
    policyAssociation.delete(context, association.id, association.outputs);
  });
});

describe("PodIdentityAssociation", () => {
  it("comes and goes", () => {
    makeCluster(world);
    const actions = ["sts:AssumeRole", "sts:TagSession"];
    const [one, two] = ["one", "two"].map((name) =>
      makeRole(world.cloud, name, "pods.eks.amazonaws.com", [], actions),
    );
    const inputs = { clusterName: "myeks", namespace: "game", serviceAccount: "app", roleArn: one };
    const { id, outputs } = podIdentity.create(context, inputs);
    expect(id).toMatch(/^a-[0-9a-f]{17}$/);
    expect(outputs).toMatchObject({ associationId: id, roleArn: one });
    expect(() => podIdentity.update?.(context, id, inputs, { ...inputs, roleArn: two })).toThrow(
      new NotSimulated("aws:eks/podIdentityAssociation:PodIdentityAssociation", "another roleArn"),
    );
    expect(refusal(() => podIdentity.create(context, inputs))).toBe(
      `ResourceInUseException: Association already exists: ${id}`,
    );
    podIdentity.delete(context, id, outputs);
    expect(podIdentity.read(context, id, inputs)).toBeUndefined();
  });

  it("needs a role that pods can get", () => {
    makeCluster(world);
    const inputs = {
      clusterName: "myeks",
      namespace: "game",
      serviceAccount: "app",
      roleArn: world.nodeRole,
    };
    expect(refusal(() => podIdentity.create(context, inputs))).toBe(
      "InvalidParameterException: Trust policy of role is not valid for EKS Pod Identity.",
    );
  });
});

describe("functions", () => {
  const invoke = (token: string, args: Properties) =>
    functionType(token).invoke({ cloud: world.cloud, provider: {} }, args);

  it.each([
    ["newest", true, "v1.14.3-eksbuild.3"],
    ["default", undefined, "v1.13.2-eksbuild.4"],
  ])("getAddonVersion gives the %s version", (_which, mostRecent, version) => {
    const args = { addonName: "coredns", kubernetesVersion: "1.35", ...(mostRecent && { mostRecent }) };
    expect(invoke("aws:eks/getAddonVersion:getAddonVersion", args)["version"]).toBe(version);
  });

  it("getAddonVersion knows no version for an unknown Kubernetes version", () => {
    const args = { addonName: "coredns", kubernetesVersion: "1.20" };
    expect(() => invoke("aws:eks/getAddonVersion:getAddonVersion", args)).toThrow(
      new Error("reading EKS Add-On version info (coredns, 1.20): couldn't find resource"),
    );
  });

  it("getClusters and getAddon tell what is there, and getAddon that there is none", () => {
    expect(invoke("aws:eks/getClusters:getClusters", {})).toEqual({
      id: "ap-northeast-2",
      names: [],
      region: "ap-northeast-2",
    });
    makeCluster(world);
    makeNodegroup(world);
    addon.create(context, {
      clusterName: "myeks",
      addonName: "coredns",
      resolveConflictsOnCreate: "OVERWRITE",
    });
    const key = { clusterName: "myeks", addonName: "coredns" };
    expect(invoke("aws:eks/getClusters:getClusters", {})["names"]).toEqual(["myeks"]);
    expect(invoke("aws:eks/getAddon:getAddon", key)["addonVersion"]).toBe("v1.13.2-eksbuild.4");
    expect(() => invoke("aws:eks/getAddon:getAddon", { ...key, addonName: "vpc-cni" })).toThrow(
      new Error("reading EKS Add-On (myeks:vpc-cni): couldn't find resource"),
    );
  });

  it("getCluster tells how to reach a cluster", () => {
    makeCluster(world);
    const found = invoke("aws:eks/getCluster:getCluster", { name: "myeks" });
    expect(found).toMatchObject({ name: "myeks", status: "ACTIVE", vpcConfig: { vpcId: world.vpcId } });
  });
});
