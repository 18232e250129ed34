import * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { EksCluster, type EksClusterArgs } from "../../../components/index.ts";
import {
  runProgram,
  valueOf,
  valuesOf,
  type Answers,
  type RegisteredResource,
} from "../../support/pulumi-program.ts";

const ISSUER = "https://oidc.eks.ap-northeast-2.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";

const cloud: Answers = {
  calls: {
    "aws:index/getPartition:getPartition": () => ({ partition: "aws" }),
    "aws:index/getRegion:getRegion": () => ({ region: "ap-northeast-2" }),
    "aws:eks/getClusters:getClusters": () => ({ names: ["another"] }),
  },
  outputs: ({ type, name }) => {
    if (type === "eks:index:Cluster") {
      return {
        eksCluster: { name: "myeks", arn: "arn:of:myeks", endpoint: "https://api.myeks", version: "1.35" },
        clusterSecurityGroupId: "sg-cluster",
        oidcProviderUrl: ISSUER,
        kubeconfigJson: "{}",
      };
    }
    return { arn: `arn:of:${name}`, latestVersion: 7 };
  },
};

const network = {
  vpcId: "vpc-0123456789abcdef0",
  publicSubnetIds: ["subnet-public-a", "subnet-public-b"],
  privateSubnetIds: ["subnet-private-a", "subnet-private-b"],
};

const build = (args: Partial<EksClusterArgs> = {}) =>
  runProgram(() => new EksCluster("myeks", { name: "myeks", network, ...args }), cloud);

/** Resources by type and name, for whole comparisons. */
const outline = (resources: readonly RegisteredResource[]) =>
  resources.map(({ type, name, parent }) => `${type} ${name} in ${parent ?? "stack"}`).toSorted();

const inputsOf = (resources: readonly RegisteredResource[], type: string, name: string) =>
  resources.find((resource) => resource.type === type && resource.name === name)?.inputs;

const templateOf = (resources: readonly RegisteredResource[], group = "ng") =>
  inputsOf(resources, "aws:ec2/launchTemplate:LaunchTemplate", `myeks-${group}-launch-template`);

describe("the children of an EksCluster", () => {
  it("are these by default", async () => {
    const { resources } = await build();
    expect(outline(resources)).toEqual([
      "aws:ec2/launchTemplate:LaunchTemplate myeks-ng-launch-template in myeks",
      "aws:eks/addon:Addon myeks-coredns in myeks",
      "aws:eks/addon:Addon myeks-kube-proxy in myeks",
      "aws:eks/addon:Addon myeks-vpc-cni in myeks",
      "aws:iam/openIdConnectProvider:OpenIdConnectProvider myeks-oidc-provider in myeks",
      "aws:iam/role:Role myeks-node-role in myeks",
      "aws:iam/role:Role myeks-vpc-cni-role in myeks",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment myeks-node-role-registry in myeks",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment myeks-node-role-worker in myeks",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment myeks-vpc-cni-role-policy in myeks",
      "eks:index:Cluster myeks in myeks",
      "eks:index:ManagedNodeGroup myeks-ng in myeks",
      "multicluster-ingress:index:EksCluster myeks in stack",
      "pulumi:providers:kubernetes myeks-kubernetes in myeks",
    ]);
  });

  it("have one node group and one template for each group, an extra security group and the agent on request", async () => {
    const { resources } = await build({
      nodeGroups: [{ name: "system" }, { name: "apps", subnets: "private" }],
      nodeSecurityGroupRules: [
        { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] },
      ],
      addons: { podIdentityAgent: true },
    });
    const standard = await build({ nodeGroups: [{ name: "system" }] });
    expect(outline(resources).filter((line) => !outline(standard.resources).includes(line))).toEqual([
      "aws:ec2/launchTemplate:LaunchTemplate myeks-apps-launch-template in myeks",
      "aws:ec2/securityGroup:SecurityGroup myeks-node-security-group in myeks",
      "aws:eks/addon:Addon myeks-eks-pod-identity-agent in myeks",
      "eks:index:ManagedNodeGroup myeks-apps in myeks",
    ]);
  });

  it("are made in this order: control plane, network plugin and kube-proxy, nodes, coredns", async () => {
    const { resources } = await build({ addons: { podIdentityAgent: {} } });
    const waitsFor = (name: string, type: string) =>
      resources.find((resource) => resource.name === name && resource.type.includes(type))?.dependencies;
    expect({
      vpcCni: waitsFor("myeks-vpc-cni", "Addon"),
      kubeProxy: waitsFor("myeks-kube-proxy", "Addon"),
      nodes: waitsFor("myeks-ng", "ManagedNodeGroup"),
      coredns: waitsFor("myeks-coredns", "Addon"),
      agent: waitsFor("myeks-eks-pod-identity-agent", "Addon"),
    }).toEqual({
      vpcCni: ["myeks", "myeks-vpc-cni-role", "myeks-vpc-cni-role-policy"],
      kubeProxy: ["myeks"],
      nodes: [
        "myeks-kube-proxy",
        "myeks-ng-launch-template",
        "myeks-node-role",
        "myeks-node-role-registry",
        "myeks-node-role-worker",
        "myeks-vpc-cni",
      ],
      coredns: ["myeks", "myeks-ng"],
      agent: ["myeks", "myeks-ng"],
    });
  });
});

describe("the control plane", () => {
  // Defaults that the SDK adds to add-ons that are off.
  const unused = { resolveConflictsOnCreate: "OVERWRITE", resolveConflictsOnUpdate: "OVERWRITE" };

  it("has both endpoints, access entries only, and nothing of the eks component's own ordering", async () => {
    const { resources } = await build();
    expect(inputsOf(resources, "eks:index:Cluster", "myeks")).toEqual({
      name: "myeks",
      version: "1.35",
      vpcId: "vpc-0123456789abcdef0",
      subnetIds: ["subnet-public-a", "subnet-public-b"],
      endpointPublicAccess: true,
      endpointPrivateAccess: true,
      publicAccessCidrs: ["0.0.0.0/0"],
      enabledClusterLogTypes: [],
      authenticationMode: "API",
      accessEntries: {},
      upgradePolicy: { supportType: "STANDARD" },
      deletionProtection: false,
      bootstrapSelfManagedAddons: false,
      useDefaultVpcCni: true,
      kubeProxyAddonOptions: { enabled: false, ...unused },
      corednsAddonOptions: { enabled: false, ...unused },
      createOidcProvider: false,
      skipDefaultNodeGroup: true,
      skipDefaultSecurityGroups: true,
      tags: {},
    });
  });

  it("takes every setting", async () => {
    const { resources } = await build({
      kubernetesVersion: "1.36",
      supportType: "EXTENDED",
      controlPlaneSubnets: "private",
      endpointPublicAccess: false,
      enabledLogTypes: ["api", "audit"],
      accessEntries: [
        {
          principalArn: "arn:aws:iam::111122223333:role/team/developers",
          policies: [
            { policy: "AmazonEKSEditPolicy", namespaces: ["game-2048"] },
            { policy: "AmazonEKSViewPolicy" },
          ],
          kubernetesGroups: ["developers"],
        },
      ],
      deletionProtection: true,
      tags: { team: "platform" },
      transform: { cluster: { kubernetesServiceIpAddressRange: "172.20.0.0/16" } },
    });
    expect(inputsOf(resources, "eks:index:Cluster", "myeks")).toMatchObject({
      version: "1.36",
      subnetIds: ["subnet-private-a", "subnet-private-b"],
      endpointPublicAccess: false,
      endpointPrivateAccess: true,
      enabledClusterLogTypes: ["api", "audit"],
      accessEntries: {
        "role-team-developers": {
          principalArn: "arn:aws:iam::111122223333:role/team/developers",
          kubernetesGroups: ["developers"],
          accessPolicies: {
            AmazonEKSEditPolicy: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
              accessScope: { type: "namespace", namespaces: ["game-2048"] },
            },
            AmazonEKSViewPolicy: {
              policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy",
              accessScope: { type: "cluster" },
            },
          },
        },
      },
      upgradePolicy: { supportType: "EXTENDED" },
      deletionProtection: true,
      kubernetesServiceIpAddressRange: "172.20.0.0/16",
      tags: { team: "platform" },
    });
    expect(inputsOf(resources, "eks:index:Cluster", "myeks")).not.toHaveProperty("publicAccessCidrs");
  });
});

describe("a node group", () => {
  it("has three t3.medium nodes, one less at least and two more at most", async () => {
    const { resources } = await build();
    const { cluster, ...inputs } = inputsOf(resources, "eks:index:ManagedNodeGroup", "myeks-ng")!;
    expect(cluster).toBeInstanceOf(eks.Cluster);
    expect(inputs).toEqual({
      nodeRoleArn: "arn:of:myeks-node-role",
      subnetIds: ["subnet-public-a", "subnet-public-b"],
      version: "1.35",
      amiType: "AL2023_x86_64_STANDARD",
      instanceTypes: ["t3.medium"],
      capacityType: "ON_DEMAND",
      scalingConfig: { desiredSize: 3, minSize: 2, maxSize: 5 },
      labels: { tier: "primary" },
      taints: [],
      launchTemplate: { id: "myeks-ng-launch-template-id", version: "7" },
      tags: {},
    });
  });

  it("starts its nodes with IMDSv2 at two hops, a disk of 30 GiB and the cluster's security group alone", async () => {
    const { resources } = await build();
    expect(templateOf(resources)).toEqual({
      vpcSecurityGroupIds: ["sg-cluster"],
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { volumeSize: 30, volumeType: "gp3", encrypted: "true", deleteOnTermination: "true" },
        },
      ],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
      tagSpecifications: [
        { resourceType: "instance", tags: { Name: "myeks-ng" } },
        { resourceType: "volume", tags: { Name: "myeks-ng" } },
      ],
      updateDefaultVersion: true,
      tags: { Name: "myeks-ng" },
    });
  });

  it("takes every setting", async () => {
    const { resources } = await build({
      nodeGroups: [
        {
          name: "apps",
          instanceTypes: ["m7g.large", "m6g.large"],
          capacityType: "SPOT",
          count: 1,
          minSize: 0,
          maxSize: 9,
          subnets: "private",
          diskSizeGib: 100,
          labels: { tier: "apps" },
          taints: [{ key: "dedicated", value: "apps", effect: "NO_SCHEDULE" }],
          keyName: "my-key",
          initScript: "#!/bin/bash\necho hello\n",
          metadataHopLimit: 1,
          maxPods: 20,
          maxUnavailablePercentage: 50,
        },
      ],
      nodeSecurityGroupRules: [
        { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] },
      ],
      nodeSecurityGroupIds: ["sg-0123456789abcdef0"],
      tags: { team: "platform" },
      transform: {
        nodeGroup: { forceUpdateVersion: true },
        launchTemplate: (args, name) => ({ ...args, description: `template ${name}` }),
      },
    });
    expect(inputsOf(resources, "eks:index:ManagedNodeGroup", "myeks-apps")).toMatchObject({
      subnetIds: ["subnet-private-a", "subnet-private-b"],
      amiType: "AL2023_ARM_64_STANDARD",
      instanceTypes: ["m7g.large", "m6g.large"],
      capacityType: "SPOT",
      scalingConfig: { desiredSize: 1, minSize: 0, maxSize: 9 },
      labels: { tier: "apps" },
      taints: [{ key: "dedicated", value: "apps", effect: "NO_SCHEDULE" }],
      forceUpdateVersion: true,
      updateConfig: { maxUnavailablePercentage: 50 },
      tags: { team: "platform" },
    });
    const template = templateOf(resources, "apps");
    expect(template).toMatchObject({
      vpcSecurityGroupIds: ["sg-cluster", "myeks-node-security-group-id", "sg-0123456789abcdef0"],
      blockDeviceMappings: [{ ebs: { volumeSize: 100 } }],
      metadataOptions: { httpPutResponseHopLimit: 1 },
      keyName: "my-key",
      description: "template myeks-apps-launch-template",
    });
    const userData = Buffer.from(String(template?.["userData"]), "base64").toString();
    expect(userData).toContain("#!/bin/bash\necho hello\n");
    expect(userData).toContain("--max-pods=20\n");
    expect(inputsOf(resources, "aws:ec2/securityGroup:SecurityGroup", "myeks-node-security-group")).toEqual({
      vpcId: "vpc-0123456789abcdef0",
      description: "Into the nodes of EKS cluster myeks",
      ingress: [
        { description: "SSH", protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["203.0.113.0/24"] },
      ],
      tags: { Name: "myeks-nodes", team: "platform" },
    });
  });

  it("has a role with the two managed policies that nodes need, and the network plugin one with its own", async () => {
    const { resources } = await build();
    expect(inputsOf(resources, "aws:iam/role:Role", "myeks-node-role")).toEqual({
      description: "Nodes of EKS cluster myeks",
      assumeRolePolicy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},' +
        '"Action":"sts:AssumeRole"}]}',
      tags: {},
    });
    expect(
      resources.flatMap(({ type, name, inputs }) =>
        type.includes("RolePolicyAttachment") ? [`${name} ${String(inputs["policyArn"])}`] : [],
      ),
    ).toEqual([
      "myeks-node-role-worker arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
      "myeks-node-role-registry arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
      "myeks-vpc-cni-role-policy arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy",
    ]);
    expect(
      JSON.parse(
        String(inputsOf(resources, "aws:iam/role:Role", "myeks-vpc-cni-role")?.["assumeRolePolicy"]),
      ),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NetworkPlugin",
          Effect: "Allow",
          Principal: { Federated: "arn:of:myeks-oidc-provider" },
          Action: ["sts:AssumeRoleWithWebIdentity"],
          Condition: {
            StringEquals: {
              [`${ISSUER.slice("https://".length)}:aud`]: "sts.amazonaws.com",
              [`${ISSUER.slice("https://".length)}:sub`]: "system:serviceaccount:kube-system:aws-node",
            },
          },
        },
      ],
    });
  });

  it("has a role for the nodes of China where the account is there", async () => {
    const china: Answers = {
      ...cloud,
      calls: { ...cloud.calls, "aws:index/getPartition:getPartition": () => ({ partition: "aws-cn" }) },
    };
    const { resource } = await runProgram(() => new EksCluster("myeks", { name: "myeks", network }), china);
    expect(resource("myeks-node-role").inputs["assumeRolePolicy"]).toContain(
      '"Service":"ec2.amazonaws.com.cn"',
    );
    expect(resource("myeks-node-role-worker").inputs["policyArn"]).toBe(
      "arn:aws-cn:iam::aws:policy/AmazonEKSWorkerNodePolicy",
    );
  });

  it("gets its subnets when their blocks are known and have room", async () => {
    const blocks = pulumi.output(Promise.resolve(["10.0.0.0/24", "10.0.1.0/24"]));
    const { resources } = await build({ network: { ...network, publicSubnetCidrBlocks: blocks } });
    expect(inputsOf(resources, "eks:index:ManagedNodeGroup", "myeks-ng")).toMatchObject({
      subnetIds: ["subnet-public-a", "subnet-public-b"],
    });
  });
});

describe("add-ons", () => {
  const addonOf = (resources: readonly RegisteredResource[], name: string) =>
    inputsOf(resources, "aws:eks/addon:Addon", `myeks-${name}`);

  it("are those that go with the Kubernetes version, with one spare interface per node", async () => {
    const { resources } = await build();
    expect(addonOf(resources, "vpc-cni")).toEqual({
      clusterName: "myeks",
      addonName: "vpc-cni",
      addonVersion: "v1.22.4-eksbuild.3",
      configurationValues:
        '{"env":{"WARM_ENI_TARGET":"1"},"podAnnotations":{"multicluster-ingress/role-arn":"arn:of:myeks-vpc-cni-role"}}',
      serviceAccountRoleArn: "arn:of:myeks-vpc-cni-role",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: {},
    });
    expect(addonOf(resources, "coredns")).toEqual({
      clusterName: "myeks",
      addonName: "coredns",
      addonVersion: "v1.14.3-eksbuild.3",
      resolveConflictsOnCreate: "OVERWRITE",
      resolveConflictsOnUpdate: "OVERWRITE",
      tags: {},
    });
  });

  it("take a version and a configuration, which for vpc-cni goes over that of the pod networking", async () => {
    const { resources } = await build({
      podNetworking: { mode: "prefix-delegation", warmPrefixTarget: 2 },
      addons: {
        vpcCni: {
          version: "v1.21.1-eksbuild.1",
          configuration: { env: { AWS_VPC_K8S_CNI_LOGLEVEL: "INFO" } },
        },
        kubeProxy: { configuration: { mode: "ipvs" } },
      },
      transform: { addon: { preserve: true } },
    });
    expect(addonOf(resources, "vpc-cni")).toMatchObject({
      addonVersion: "v1.21.1-eksbuild.1",
      configurationValues:
        '{"env":{"ENABLE_PREFIX_DELEGATION":"true","WARM_PREFIX_TARGET":"2","AWS_VPC_K8S_CNI_LOGLEVEL":"INFO"},' +
        '"podAnnotations":{"multicluster-ingress/role-arn":"arn:of:myeks-vpc-cni-role"}}',
      preserve: true,
    });
    expect(addonOf(resources, "kube-proxy")).toMatchObject({ configurationValues: '{"mode":"ipvs"}' });
  });

  it("raise the nodes' limit of pods with prefix delegation", async () => {
    const { resources } = await build({ podNetworking: { mode: "prefix-delegation" } });
    const userData = Buffer.from(String(templateOf(resources)?.["userData"]), "base64").toString();
    expect(userData).toContain("--max-pods=110\n");
  });
});

describe("what an EksCluster gives out", () => {
  it("is ids and names, no kubeconfig", async () => {
    const { result } = await build();
    const { clusterName, arn, endpoint, kubernetesVersion, oidcIssuer, oidcProviderArn } = result;
    const { clusterSecurityGroupId, nodeRoleArn, vpcId } = result;
    expect(
      await valuesOf({
        clusterName,
        arn,
        endpoint,
        kubernetesVersion,
        oidcIssuer,
        oidcProviderArn,
        clusterSecurityGroupId,
        nodeRoleArn,
        vpcId,
      }),
    ).toEqual({
      clusterName: "myeks",
      arn: "arn:of:myeks",
      endpoint: "https://api.myeks",
      kubernetesVersion: "1.35",
      oidcIssuer: ISSUER,
      oidcProviderArn: "arn:of:myeks-oidc-provider",
      clusterSecurityGroupId: "sg-cluster",
      nodeRoleArn: "arn:of:myeks-node-role",
      vpcId: "vpc-0123456789abcdef0",
    });
  });

  it("names a Kubernetes provider that keeps its identity when the kubeconfig changes", async () => {
    const { resources } = await build({ transform: { kubernetesProvider: { namespace: "apps" } } });
    expect(inputsOf(resources, "pulumi:providers:kubernetes", "myeks-kubernetes")).toEqual({
      kubeconfig: "{}",
      clusterIdentifier: "myeks",
      enableServerSideApply: "true",
      namespace: "apps",
    });
  });

  it("has an OIDC provider of the cluster's issuer for STS", async () => {
    const { resources } = await build({
      transform: { oidcProvider: { thumbprintLists: ["f".repeat(40)] }, nodeRole: { path: "/eks/" } },
    });
    expect(
      inputsOf(resources, "aws:iam/openIdConnectProvider:OpenIdConnectProvider", "myeks-oidc-provider"),
    ).toEqual({
      url: ISSUER,
      clientIdLists: ["sts.amazonaws.com"],
      thumbprintLists: ["f".repeat(40)],
      tags: {},
    });
    expect(inputsOf(resources, "aws:iam/role:Role", "myeks-node-role")).toMatchObject({ path: "/eks/" });
  });

  it("says what workloads depend on: nodes and add-ons", async () => {
    const { result } = await build({ addons: { podIdentityAgent: true } });
    const urns = await Promise.all(result.ready.map((resource) => valueOf(resource.urn)));
    expect(urns.map((urn) => urn.slice(urn.lastIndexOf("::") + 2))).toEqual([
      "myeks-ng",
      "myeks-vpc-cni",
      "myeks-kube-proxy",
      "myeks-coredns",
      "myeks-eks-pod-identity-agent",
    ]);
  });
});
