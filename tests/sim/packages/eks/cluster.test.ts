import { describe, expect, it } from "vitest";
import { NotSimulated } from "../../../../sim/core/errors.ts";
import type { Properties } from "../../../../sim/core/resource-type.ts";
import { eksClusterComponent } from "../../../../sim/packages/eks/cluster.ts";
import { RecordingExpansion } from "../../../support/recording-expansion.ts";

const outputs: Properties = {
  arn: "arn:aws:eks:ap-northeast-2:123456789012:cluster/myeks",
  name: "myeks",
  version: "1.35",
  endpoint: "https://endpoint",
  certificateAuthority: { data: "Q0E=" },
  identities: [{ oidcs: [{ issuer: "https://oidc.eks.ap-northeast-2.amazonaws.com/id/ABC" }] }],
  vpcConfig: { clusterSecurityGroupId: "sg-eks" },
};

/** What a cluster needs that makes nothing beside itself. */
const bare = {
  vpcId: "vpc-1",
  subnetIds: ["subnet-1", "subnet-2"],
  authenticationMode: "API",
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  useDefaultVpcCni: true,
  kubeProxyAddonOptions: { enabled: false },
};

function expand(inputs: Properties) {
  const expansion = new RecordingExpansion(
    (_type, name) => ({ ...outputs, id: name, securityGroupRuleId: `sgr-${name}` }),
    {
      "aws:index/getPartition:getPartition": () => ({ partition: "aws-cn" }),
      "aws:eks/getAddonVersion:getAddonVersion": () => ({ version: "v1" }),
    },
  );
  const result = eksClusterComponent.expand("c", inputs, expansion);
  const inputsOf = (name: string) => {
    const found = expansion.registered.find((entry) => "name" in entry && entry.name === name);
    return found !== undefined && "inputs" in found ? found.inputs : undefined;
  };
  const names = expansion.registered.flatMap((entry) => ("name" in entry ? [entry.name] : []));
  return { result, inputsOf, names, parents: expansion.parents };
}

it("registers role and cluster alone where everything else is left out", () => {
  expect(expand(bare).names).toEqual(["c-eksRole-role", "c-eksRole-4b490823", "c-eksCluster", "c-eks-k8s"]);
});

it("takes policies of the account's partition", () => {
  expect(expand(bare).inputsOf("c-eksRole-4b490823")).toEqual({
    policyArn: "arn:aws-cn:iam::aws:policy/AmazonEKSClusterPolicy",
    role: "myeks",
  });
});

it("hands its options on to the cluster", () => {
  const { inputsOf } = expand({
    ...bare,
    name: "myeks",
    version: "1.35",
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["192.0.2.0/24"],
    enabledClusterLogTypes: ["api"],
    upgradePolicy: { supportType: "STANDARD" },
    deletionProtection: true,
    bootstrapSelfManagedAddons: false,
    kubernetesServiceIpAddressRange: "10.200.0.0/16",
    clusterTags: { a: "1", b: "1" },
    tags: { b: "2" },
  });
  expect(inputsOf("c-eksCluster")).toEqual({
    accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
    bootstrapSelfManagedAddons: false,
    deletionProtection: true,
    enabledClusterLogTypes: ["api"],
    kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: "10.200.0.0/16" },
    name: "myeks",
    roleArn: outputs["arn"],
    tags: { Name: "c-eksCluster", a: "1", b: "2" },
    upgradePolicy: { supportType: "STANDARD" },
    version: "1.35",
    vpcConfig: {
      endpointPrivateAccess: true,
      endpointPublicAccess: true,
      publicAccessCidrs: ["192.0.2.0/24"],
      subnetIds: ["subnet-1", "subnet-2"],
    },
  });
});

it("takes a role that is given instead of making one", () => {
  const { names, inputsOf } = expand({ ...bare, serviceRole: { arn: "arn:role" } });
  expect(names).toEqual(["c-eksCluster", "c-eks-k8s"]);
  expect(inputsOf("c-eksCluster")?.["roleArn"]).toBe("arn:role");
});

it("makes access entries with their policies", () => {
  const { inputsOf } = expand({
    ...bare,
    accessEntries: {
      dev: {
        principalArn: "arn:dev",
        username: "dev",
        kubernetesGroups: ["viewers"],
        accessPolicies: { view: { policyArn: "arn:view", accessScope: { type: "cluster" } } },
      },
    },
  });
  expect(inputsOf("c-dev")).toEqual({
    clusterName: "myeks",
    kubernetesGroups: ["viewers"],
    principalArn: "arn:dev",
    userName: "dev",
  });
  expect(inputsOf("c-dev-view")).toEqual({
    accessScope: { type: "cluster" },
    clusterName: "myeks",
    policyArn: "arn:view",
    principalArn: "arn:dev",
  });
});

it("names a profile to its own Kubernetes provider alone", () => {
  const { result, inputsOf } = expand({ ...bare, providerCredentialOpts: { profileName: "shop" } });
  const own = JSON.parse(String(inputsOf("c-eks-k8s")?.["kubeconfig"])) as object;
  expect(own).toMatchObject({
    users: [{ user: { exec: { args: expect.arrayContaining(["--profile", "shop"]) as [] } } }],
  });
  expect(JSON.stringify(result["kubeconfig"])).not.toContain("shop");
});

it("gives out a kubeconfig that asks the AWS CLI for tokens", () => {
  const { result } = expand({ ...bare, providerCredentialOpts: { roleArn: "arn:admin", profileName: "p" } });
  const kubeconfig = {
    apiVersion: "v1",
    clusters: [
      {
        cluster: { server: "https://endpoint", "certificate-authority-data": "Q0E=" },
        name: "kubernetes",
      },
    ],
    contexts: [{ context: { cluster: "kubernetes", user: "aws" }, name: "aws" }],
    "current-context": "aws",
    kind: "Config",
    users: [
      {
        name: "aws",
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: [
              ...["--region", "ap-northeast-2", "eks", "get-token", "--cluster-name", "myeks"],
              ...["--output", "json", "--role", "arn:admin"],
            ],
            env: [
              {
                name: "KUBERNETES_EXEC_INFO",
                value: '{"apiVersion": "client.authentication.k8s.io/v1beta1"}',
              },
            ],
          },
        },
      },
    ],
  };
  expect(result["kubeconfig"]).toEqual(kubeconfig);
  expect(result["kubeconfigJson"]).toBe(JSON.stringify(kubeconfig));
});

it("gives out EKS's own security group where it makes none, else its own two", () => {
  expect(expand(bare).result).toMatchObject({
    clusterSecurityGroupId: "sg-eks",
    nodeSecurityGroupId: "sg-eks",
    clusterIngressRuleId: "",
    oidcIssuer: "oidc.eks.ap-northeast-2.amazonaws.com/id/ABC",
    oidcProviderUrl: "https://oidc.eks.ap-northeast-2.amazonaws.com/id/ABC",
  });
  expect(expand({ ...bare, skipDefaultSecurityGroups: false }).result).toMatchObject({
    clusterSecurityGroupId: "c-eksClusterSecurityGroup",
    nodeSecurityGroupId: "c-nodeSecurityGroup",
    clusterIngressRuleId: "sgr-c-eksClusterIngressRule",
  });
});

describe("the VPC CNI add-on", () => {
  const configurationOf = (vpcCniOptions: Properties) =>
    JSON.parse(
      String(
        expand({ ...bare, useDefaultVpcCni: false, vpcCniOptions }).inputsOf("c-vpc-cni")?.[
          "configurationValues"
        ],
      ),
    ) as { env: Record<string, string>; init: object; enableNetworkPolicy?: string };

  it("stands in a component of its own, others do not", () => {
    const { parents } = expand({ ...bare, useDefaultVpcCni: false, kubeProxyAddonOptions: {} });
    expect(parents).toEqual({
      "aws:iam/role:Role c-eksRole-role": "eks:index:ServiceRole c-eksRole",
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment c-eksRole-4b490823":
        "eks:index:ServiceRole c-eksRole",
      "aws:eks/addon:Addon c-vpc-cni": "eks:index:VpcCniAddon c-vpc-cni",
    });
  });

  it("is configured by options, under what `configurationValues` say", () => {
    const { env, init, enableNetworkPolicy } = configurationOf({
      warmIpTarget: 3,
      warmEniTarget: 0,
      enablePrefixDelegation: true,
      cniExternalSnat: true,
      enableNetworkPolicy: true,
      configurationValues: { env: { WARM_IP_TARGET: "5" }, init: { image: {} } },
    });
    expect(env).toMatchObject({
      AWS_VPC_K8S_CNI_EXTERNALSNAT: "true",
      ENABLE_PREFIX_DELEGATION: "true",
      WARM_ENI_TARGET: "0",
      WARM_IP_TARGET: "5",
    });
    expect(init).toEqual({ env: { DISABLE_TCP_EARLY_DEMUX: "false" }, image: {} });
    expect(enableNetworkPolicy).toBe("true");
  });

  it("is refused with both options for SNAT", () => {
    expect(() => configurationOf({ cniExternalSnat: true, externalSnat: true })).toThrow(
      new Error("Please specify one of `cniExternalSnat` or `externalSnat` in your VpcCniOptions"),
    );
  });

  it("knows no option that it would drop", () => {
    expect(() => configurationOf({ securityContextPrivileged: true })).toThrow(
      new NotSimulated("eks:index:Cluster vpcCniOptions input securityContextPrivileged"),
    );
  });
});

describe("refuses in the component's words", () => {
  it.each<[string, Properties, string]>([
    [
      "instance roles with access entries",
      { instanceRoles: [{}] },
      "The 'instanceRoles' property does not support non-empty values when 'authenticationMode' is set to 'API'.",
    ],
    [
      "access entries without the mode for them",
      { authenticationMode: undefined, accessEntries: {} },
      "The 'accessEntries' property is not supported when 'authenticationMode' is not set.",
    ],
    [
      "an unknown mode",
      { authenticationMode: "IAM" },
      "Invalid value for authenticationMode: IAM. Allowed values are: CONFIG_MAP, API_AND_CONFIG_MAP, API.",
    ],
    [
      "two ways to give subnets",
      { publicSubnetIds: ["subnet-3"] },
      "subnetIds, and the use of publicSubnetIds and/or privateSubnetIds are mutually exclusive. Choose a single approach.",
    ],
    [
      "public addresses for a private endpoint",
      { publicAccessCidrs: ["192.0.2.0/24"], endpointPublicAccess: false },
      "`publicAccessCidrs` can only be set when `endpointPublicAccess` is true",
    ],
  ])("%s", (_what, changes, words) => {
    expect(() => expand({ ...bare, ...changes })).toThrow(new Error(words));
  });
});

describe("says that it does not simulate", () => {
  it.each<[string, Properties, string, string | undefined]>([
    ["an input that it does not look at", { proxy: "http://proxy" }, "input proxy", undefined],
    [
      "nodes in a ConfigMap",
      { authenticationMode: "CONFIG_MAP" },
      "input authenticationMode: CONFIG_MAP",
      "aws-auth",
    ],
    [
      "the default node group",
      { skipDefaultNodeGroup: undefined },
      "input skipDefaultNodeGroup: false",
      "the default node group is self-managed",
    ],
    [
      "the component's OIDC provider",
      { createOidcProvider: true },
      "input createOidcProvider: true",
      "the component fetches a certificate from the issuer over TLS; use aws.iam.OpenIdConnectProvider",
    ],
    ["the default VPC", { vpcId: undefined }, "without vpcId", "the default VPC"],
  ])("%s", (_what, changes, token, detail) => {
    expect(() => expand({ ...bare, ...changes })).toThrow(
      new NotSimulated(`eks:index:Cluster ${token}`, detail),
    );
  });
});
