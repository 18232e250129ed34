import { change, type Change } from "./change.ts";

export const POD_CHANGES: readonly Change[] = [
  change(
    "podNetworking.mode",
    "prefix-delegation",
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    { with: { podNetworking: { mode: "x" } } },
  ),
  change(
    "podNetworking.mode",
    "prefix-delegation",
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    { with: { podNetworking: { mode: "x" } }, of: "member" },
  ),
  change(
    "podNetworking.mode",
    "custom-networking",
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    {
      with: {
        podNetworking: {
          mode: "custom-networking",
          podSubnetIds: {
            "ap-northeast-2a": "<pod subnet 0>",
            "ap-northeast-2b": "<pod subnet 1>",
            "ap-northeast-2c": "<pod subnet 2>",
          },
        },
      },
    },
  ),
  change("podNetworking.subnetDiscovery", false, { updates: ["Addon"] }),
  change(
    "podNetworking.podSubnetIds",
    {
      "ap-northeast-2a": "<pod subnet 0>",
      "ap-northeast-2b": "<pod subnet 1>",
      "ap-northeast-2c": "<pod subnet 2>",
    },
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    {
      with: {
        podNetworking: {
          mode: "custom-networking",
          podSubnetIds: {
            "ap-northeast-2a": "<pod subnet 0>",
            "ap-northeast-2b": "<pod subnet 1>",
            "ap-northeast-2c": "<pod subnet 2>",
          },
        },
      },
      words: "own subnets for pods",
    },
  ),
  change(
    "podNetworking.podSecurityGroupIds",
    ["<security group>"],
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    {
      with: {
        podNetworking: {
          mode: "custom-networking",
          podSubnetIds: {
            "ap-northeast-2a": "<pod subnet 0>",
            "ap-northeast-2b": "<pod subnet 1>",
            "ap-northeast-2c": "<pod subnet 2>",
          },
        },
      },
    },
  ),
  change("podNetworking.warmEniTarget", 2, { updates: ["Addon"] }),
  change(
    "podNetworking.warmPrefixTarget",
    2,
    { updates: ["Addon", "LaunchTemplate", "NodeGroup"] },
    { with: { podNetworking: { mode: "prefix-delegation" } } },
  ),
  change("podNetworking.warmIpTarget", 5, { updates: ["Addon"] }),
  change(
    "podNetworking.minimumIpTarget",
    6,
    { updates: ["Addon"] },
    { with: { "podNetworking.warmIpTarget": 5 } },
  ),
  change(
    "podNetworking.externalSnat",
    true,
    { updates: ["Addon"] },
    { before: { "vpc.natGateways": "single", "nodeGroups[0].subnets": "private" } },
  ),
  change("podNetworking.externalSnat", true, {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - podNetworking.externalSnat is true, but nodes of ng are in public subnets, where pods\' own addresses reach nothing outside of the VPC; set subnets of these groups to private, behind NAT gateways, or leave it out',
  }),
  change("addons.vpcCni.version", "v1.21.1-eksbuild.3", { updates: ["Addon"] }),
  change("addons.vpcCni.version", "v1.20.4-eksbuild.2", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - addons.vpcCni.version would go from v1.22.4-eksbuild.3 to v1.20.4-eksbuild.2, but EKS changes vpc-cni by one minor version at a time; set it to a version of v1.21 first',
  }),
  change(
    "addons.vpcCni.configuration",
    { env: { AWS_VPC_K8S_CNI_LOGLEVEL: "INFO" } },
    { updates: ["Addon"] },
  ),
  change("addons.kubeProxy.version", "v1.35.3-eksbuild.2", { updates: ["Addon"] }),
  change("addons.kubeProxy.configuration", { mode: "ipvs" }, { updates: ["Addon"] }),
  change("addons.coredns.version", "v1.13.2-eksbuild.31", { updates: ["Addon"] }),
  change("addons.coredns.configuration", { replicaCount: 3 }, { updates: ["Addon"] }),
  change("addons.podIdentityAgent", true, { creates: ["Addon"] }),
  change("addons.podIdentityAgent.version", "v1.3.10-eksbuild.2", { creates: ["Addon"] }),
  change("addons.podIdentityAgent.configuration", {}, { creates: ["Addon"] }),
  change("controller.version", "3.4.3", { updates: ["Release"] }),
  change(
    "controller.version",
    "3.5.0",
    { updates: ["Release"] },
    { before: { "controller.version": "3.4.3" } },
  ),
  change("controller.crds", "<upstream's CRDs>", { updates: ["CustomResourceDefinition"] }),
  change(
    "controller.crds",
    undefined,
    { updates: ["CustomResourceDefinition"] },
    { before: { "controller.crds": "<upstream's CRDs>" } },
  ),
  change("controller.crds", "<upstream's CRDs>", { updates: ["CustomResourceDefinition"] }, { of: "member" }),
  change("controller.crds", "crds-v3.5.0.yaml", {
    refused:
      'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - controller.crds is "crds-v3.5.0.yaml", which cannot be read (ENOENT); check the path',
  }),
  change("controller.shield", false, { updates: ["Release"] }),
  change("controller.imageRepository", "registry.example.com/eks/controller", { updates: ["Release"] }),
  change("controller.chartRepository.url", "oci://registry.example.com/charts", { updates: ["Release"] }),
  change(
    "controller.chartRepository.url",
    "https://charts.example.com",
    { updates: ["Release"] },
    {
      with: {
        "controller.chartRepository.username": "reader",
        "controller.chartRepository.password": "...",
      },
    },
  ),
  change("controller.replicas", 3, { updates: ["Release"] }),
  change("controller.replicas", 1, { updates: ["Release"] }),
  change("controller.identity", "pod-identity", {
    creates: ["Addon", "PodIdentityAssociation"],
    updates: ["Release"],
  }),
  change(
    "controller.identity",
    "irsa",
    { updates: ["Release"], deletes: ["Addon", "PodIdentityAssociation"] },
    { before: { "controller.identity": "pod-identity" } },
  ),
  change(
    "controller.identity",
    "pod-identity",
    { creates: ["Addon", "PodIdentityAssociation"], updates: ["Release"] },
    { of: "member" },
  ),
  change("controller.nlbServices", true, { updates: ["Release"] }),
  change("controller.restrictPolicyToVpc", true, { updates: ["Policy"] }),
  change(
    "controller.tolerations[].key",
    "batch",
    { updates: ["Release"] },
    { with: { "controller.tolerations": [{ operator: "Exists" }] } },
  ),
  change(
    "controller.tolerations[].operator",
    "Exists",
    { updates: ["Release"] },
    { with: { "controller.tolerations": [{ key: "batch" }] } },
  ),
  change(
    "controller.tolerations[].value",
    "yes",
    { updates: ["Release"] },
    { with: { "controller.tolerations": [{ key: "batch", effect: "NoSchedule" }] } },
  ),
  change(
    "controller.tolerations[].effect",
    "NoExecute",
    { updates: ["Release"] },
    { with: { "controller.tolerations": [{ key: "batch", value: "yes" }] } },
  ),
  change(
    "addons.podIdentityAgent",
    false,
    {
      refused:
        'the configuration of stack "cluster1" has a problem (Pulumi.cluster1.yaml):\n  - addons.podIdentityAgent is false, but the controller gets its credentials through this agent, as controller.identity is pod-identity; leave it out, or set controller.identity to irsa',
    },
    { before: { "controller.identity": "pod-identity" } },
  ),
];
