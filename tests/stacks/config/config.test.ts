import { describe, expect, it } from "vitest";
import type { ConfigValue } from "../../../fleet/project/project.ts";
import { ConfigError } from "../../../stacks/config/config.ts";
import { DEFAULTS } from "../../../stacks/config/defaults.ts";
import {
  configProblems as problems,
  loadConfig as load,
  type ConfigChanges as Changes,
} from "../../support/config-problems.ts";

const group = (changes: { [key: string]: ConfigValue }) => ({ nodeGroups: [changes] });

describe("the configuration of a primary", () => {
  it("is that of Pulumi.cluster1.yaml over the project's defaults", async () => {
    const {
      sharedStack: _sharedStack,
      edgeName: _edgeName,
      app: _app,
      appOverrides: _,
      ...defaults
    } = DEFAULTS;
    expect(await load("cluster1")).toEqual({
      ...defaults,
      absentApps: [],
      region: "ap-northeast-2",
      role: "primary",
      clusterName: "myeks",
      apps: [
        {
          name: "2048",
          key: "app",
          entry: {
            content: { type: "colour-page", heading: "Cluster 1", colour: "lightblue", cluster: "cluster-1" },
          },
          overridden: [],
          namespace: "game-2048",
          absent: false,
        },
      ],
    });
  });
});

describe("the configuration of a member", () => {
  it("names the stack whose load balancer it joins", async () => {
    expect(await load("cluster2")).toMatchObject({
      role: "member",
      clusterName: "myeks-cluster2",
      sharedStack: "cluster1",
      apps: [
        {
          name: "2048",
          entry: {
            content: {
              type: "colour-page",
              heading: "Cluster 2",
              colour: "lightgreen",
              cluster: "cluster-2",
            },
          },
        },
      ],
    });
  });

  it("is refused without that name, and with what only a primary decides", async () => {
    expect(
      await problems("cluster2", {
        sharedStack: undefined,
        vpc: { cidrBlock: "10.0.0.0/16" },
        ingress: { scheme: "internal" },
        controller: { restrictPolicyToVpc: false },
      }),
    ).toEqual([
      "sharedStack is missing; a member needs the name of the stack with role primary",
      "controller.restrictPolicyToVpc is set, but a member uses the policy of its shared stack; set it there",
      "vpc.cidrBlock is set, but a member uses the VPC of its shared stack; set it there",
      "ingress.scheme is set, but a member joins the load balancer of its shared stack; set it there",
    ]);
  });
});

describe("the stack that a member joins", () => {
  it.each(["cluster1", "acme/multicluster-ingress/cluster1"])("may be %s", async (sharedStack) => {
    expect(await problems("cluster2", { sharedStack })).toEqual(["accepted"]);
  });

  it.each(["acme/cluster1", "a/b/c/d", "cluster 1", "/cluster1"])("is refused as %s", async (sharedStack) => {
    expect(await problems("cluster2", { sharedStack })).toEqual([
      `sharedStack is "${sharedStack}"; use a stack's name, alone or as organization/project/stack`,
    ]);
  });
});

describe("wrong configuration", () => {
  it("is all said in one message, which names the stack and its file", async () => {
    const error = await load("cluster1", {
      "aws:region": undefined,
      nodGroups: [],
      endpointPublicAccess: "perhaps",
      vpc: {
        cidrBlock: "10.0.0.0/16",
        publicSubnetCidrBlocks: ["10.0.0.0/24", "10.0.0.0/25", "192.168.0.0/24"],
      },
      nodeGroups: [{ instanceTypes: ["t3.medum"], minSize: 5, maxSize: 4 }],
    });
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toBe(
      [
        'the configuration of stack "stack" has 7 problems (Pulumi.stack.yaml):',
        "  - aws:region is missing; give the region of all stacks, e.g. ap-northeast-2",
        '  - endpointPublicAccess is "perhaps", a text; use a truth value (true or false)',
        "  - nodGroups is not a known key; did you mean nodeGroups?",
        "  - vpc.publicSubnetCidrBlocks[1] is 10.0.0.0/25, which overlaps publicSubnetCidrBlocks[0], 10.0.0.0/24; use " +
          "blocks apart",
        "  - vpc.publicSubnetCidrBlocks[2] is 192.168.0.0/24, outside the VPC's 10.0.0.0/16; use a block inside it",
        "  - nodeGroups[0].minSize is 5, more than maxSize 4; lower it or raise maxSize",
        '  - nodeGroups[0].instanceTypes[0] is "t3.medum", which is not a known Nitro instance type; did you mean ' +
          "t3.medium or t3a.medium?",
      ].join("\n"),
    );
  });

  it("is said of one value though its neighbour cannot be read", async () => {
    const nodeGroups = [{ count: "many", color: "red", minSize: 5, maxSize: 4, instanceTypes: ["huge"] }];
    expect(await problems("cluster1", { nodeGroups })).toEqual([
      'nodeGroups[0].count is "many", a text; use a number',
      "nodeGroups[0].color is not a known key; use one of name, instanceTypes, capacityType, count, minSize, maxSize, " +
        "ignoreScalingChanges, subnets, diskSizeGib, volumeKeyArn, labels, taints, keyName, initScript, metadataHopLimit, maxPods, maxUnavailable, maxUnavailablePercentage, releaseVersion",
      "nodeGroups[0].minSize is 5, more than maxSize 4; lower it or raise maxSize",
      'nodeGroups[0].instanceTypes[0] is "huge", which is not a known Nitro instance type; use one such as t3.medium or ' +
        "m7g.large",
    ]);
  });

  it("is quoted up to its 200th character", async () => {
    const long = `${"x".repeat(300)}!`;
    const beginning = `"${"x".repeat(199)}... (303 characters)`;
    expect(
      await problems("cluster1", { namespace: long, tags: { owner: `${long}*` }, readinessGates: long }),
    ).toEqual([
      `readinessGates is ${beginning}, a text; use a truth value (true or false)`,
      `tags["owner"] is ${beginning.replace("303", "304")}; use up to 256 letters, digits, spaces and any of _ . : / = + - @`,
      `namespace is ${beginning}; use 1 to 63 lower-case letters, digits and hyphens, with no hyphen at either end`,
    ]);
  });

  it("prints without a stack trace", async () => {
    expect(await load("cluster1", { role: "boss" })).toMatchObject({ __pulumiRunError: true });
  });

  it.each<[string, Changes, string]>([
    ["a word that is not a role", { role: "owner" }, 'role is "owner"; use primary, member or edge'],
    ["no role", { role: undefined }, "role is missing; use primary, member or edge"],
    [
      "a text that is not a region",
      { "aws:region": "seoul" },
      'aws:region is "seoul"; use a region such as ap-northeast-2',
    ],
    [
      "a region without a value",
      { "aws:region": null },
      'aws:region is ""; use a region such as ap-northeast-2',
    ],
    ["a key without a value", { clusterName: null }, "clusterName is missing; give a text"],
    ["a mapping without a value", { vpc: null }, 'vpc is "", a text; use a mapping'],
    [
      "tags that AWS would not take",
      { tags: { "aws:owner": "me" } },
      'tags["aws:owner"] is a key to which AWS, Kubernetes or this package gives a meaning; use another key',
    ],
    [
      "a key of the project under another name",
      { "multicluster-ingres:namespace": "games", "kubernetes:namespace": "games", "datadog:site": "eu" },
      "multicluster-ingres:namespace is not read, as the project's name is project; use project:namespace",
    ],
    [
      "a zone of another region",
      { vpc: { availabilityZoneNames: ["ap-northeast-2a", "us-east-1b"] } },
      'vpc.availabilityZoneNames[1] is for "us-east-1b", which is not a zone of ap-northeast-2; use one such as ap-northeast-2a',
    ],
    [
      "pods in a zone of another region",
      {
        podNetworking: {
          mode: "custom-networking",
          podSubnetIds: { "ap-northeast-2": "subnet-0123456789abcdef0" },
        },
      },
      'podNetworking.podSubnetIds.ap-northeast-2 is for "ap-northeast-2", which is not a zone of ap-northeast-2; use one such as',
    ],
    [
      "more replicas than its nodes run",
      { app: { replicas: 42 }, addons: { podIdentityAgent: {} } },
      "nodeGroups need room for 55 pods, 42 of the app and 13 of the system, but 3 nodes that take them run 51; raise count " +
        "or maxPods, or lower app.replicas",
    ],
    [
      "no node at all",
      group({ count: 0 }),
      "nodeGroups start no node, as every count is 0; the load balancer controller needs one or more",
    ],
    [
      "fewer nodes than none",
      group({ count: -1 }),
      "nodeGroups[0].count is -1; use a whole number from 0 to 450",
    ],
    [
      "no node without taints",
      group({ taints: [{ key: "batch", effect: "NO_SCHEDULE" }] }),
      "nodeGroups have no node for the app, the controller, CoreDNS, as every group with nodes has a taint that keeps " +
        "them off; leave one group without taints, or tolerate one with app.tolerations, controller.tolerations, " +
        "addons.coredns.configuration.tolerations",
    ],
    [
      "nodes with a taint that only the app tolerates",
      {
        ...group({ taints: [{ key: "batch", effect: "NO_SCHEDULE" }] }),
        app: { tolerations: [{ key: "batch", operator: "Exists" }] },
      },
      "nodeGroups have no node for the controller, CoreDNS, as every group with nodes has a taint that keeps them off; " +
        "leave one group without taints, or tolerate one with controller.tolerations, addons.coredns.configuration.tolerations",
    ],
    [
      "health checks on a port on which nobody answers",
      { ingress: { healthCheck: { port: 80 } } },
      "ingress.healthCheck.port is 80, but the app answers on 8080; leave it out",
    ],
    [
      "health checks that the app does not understand",
      { ingress: { healthCheck: { protocol: "HTTPS" } } },
      "ingress.healthCheck.protocol is HTTPS, but the app speaks HTTP to the load balancer; leave it out",
    ],
    [
      "credentials that reach no pod",
      { controller: { identity: "pod-identity" }, addons: { podIdentityAgent: false } },
      "addons.podIdentityAgent is false, but the controller gets its credentials through this agent, as controller.identity " +
        "is pod-identity; leave it out, or set controller.identity to irsa",
    ],
    ["no cluster name", { clusterName: undefined }, "clusterName is missing; give a text"],
    ["an empty cluster name", { clusterName: "" }, "clusterName is missing; give a text"],
    [
      "an unknown field",
      { vpc: { cidr: "10.0.0.0/16" } },
      "vpc.cidr is not a known key; use one of cidrBlock, availability",
    ],
    ["a value that is not a list", { nodeGroups: 3 }, "nodeGroups is 3, a number; use a list"],
    [
      "a value that is not a number",
      group({ count: "many" }),
      'nodeGroups[0].count is "many", a text; use a number',
    ],
    [
      "a field of another choice",
      { podNetworking: { mode: "secondary-ip", warmPrefixTarget: 1 } },
      "podNetworking.warmPrefixTarget does not go with mode secondary-ip; remove it",
    ],
    [
      "a field that was for the former choice",
      { app: { content: { type: "game-2048", heading: "Shop" } } },
      "app.content.heading does not go with type game-2048; remove it",
    ],
    [
      "a value that is not one of the choices",
      { app: { content: { type: "poem" } } },
      'app.content.type is "poem"; use game-2048 or colour-page',
    ],
    [
      "a choice not made",
      { podNetworking: {} },
      "podNetworking.mode is missing; use secondary-ip, prefix-delegation or custom-networking",
    ],
    [
      "a value of neither of two types",
      { ingress: { healthCheck: { port: "eighty" } } },
      'ingress.healthCheck.port is "eighty", a text; use a number',
    ],
    [
      "a missing field",
      { vpc: { existing: { publicSubnetIds: [] } } },
      "vpc.existing.vpcId is missing; give a text",
    ],
    [
      "custom networking without subnets for pods",
      { podNetworking: { mode: "custom-networking" } },
      "podNetworking.podSubnetIds is missing, and the network has no subnets for pods; give the pods' subnet in every zone that " +
        "has nodes, or secondaryCidrBlocks of the VPC",
    ],
    [
      "a further block that AWS would refuse, and nothing that follows from it",
      { vpc: { secondaryCidrBlocks: ["10.1.0.0/16"] }, podNetworking: { mode: "custom-networking" } },
      "vpc.secondaryCidrBlocks[0] is 10.1.0.0/16, in 10.0.0.0/8, of which AWS takes none beside 192.168.0.0/16; use one of " +
        "100.64.0.0/10, or of the same private range",
    ],
    [
      "pods that cannot fit the subnets for them",
      {
        vpc: { secondaryCidrBlocks: ["100.64.0.0/25"] },
        podNetworking: { mode: "custom-networking" },
        nodeGroups: [{ name: "ng", count: 3, maxSize: 3 }],
      },
      "nodeGroups cannot fit: at maxSize their pods need 12 addresses in the pods' subnet of a zone (ng: 1 nodes with 12 " +
        "addresses), but 100.64.0.0/28 has 11; use a larger secondary block, or a smaller maxSize or maxPods",
    ],
    ["an empty value", { nodeGroups: [null] }, "nodeGroups[0] is null, an empty value; use a mapping"],
    [
      "a zone by its name alone",
      { dns: { zone: "mine.example" } },
      'dns.zone is "mine.example", a text; use { id: ... } or { name: ... }',
    ],
    [
      "a certificate's zone by its name alone",
      { certificate: { zone: "mine.example" } },
      'certificate.zone is "mine.example", a text; use { id: ... } or { name: ... }',
    ],
    [
      "zones of ExternalDNS by name alone",
      { addons: { externalDns: { zones: ["mine.example"] } } },
      'addons.externalDns.zones[0] is "mine.example", a text; use { id: ... } or { name: ... }',
    ],
    [
      "an unknown add-on setting",
      { addons: { podIdentityAgent: { versio: "1" } } },
      "addons.podIdentityAgent.versio is not a known key; did you mean version?",
    ],
    [
      "one zone",
      { vpc: { availabilityZoneCount: 1 } },
      "vpc.availabilityZoneCount is 1; use a whole number from 2 to 6",
    ],
    [
      "a version out of support",
      { kubernetesVersion: "1.29" },
      'kubernetesVersion is "1.29"; use 1.34, 1.35 or 1.36',
    ],
    [
      "an unknown release of the controller",
      { controller: { version: "1.13.0" } },
      'controller.version is "1.13.0"; use 3.4.3 or 3.5.0',
    ],
    [
      "a shared stack on a primary",
      { sharedStack: "cluster2" },
      'sharedStack is "cluster2", but a primary shares its own; remove it, or set role to member',
    ],
    [
      "private nodes without NAT",
      group({ subnets: "private" }),
      "nodeGroups[0].subnets is private, but vpc.natGateways is none, so that the nodes could reach neither EKS nor " +
        "their images; use public, set vpc.natGateways to single or one-per-zone, or vpc.endpoints to [ec2, ecr.api, ecr.dkr, elasticloadbalancing, s3, sts]",
    ],
    [
      "a control plane in private subnets that are not there",
      { controlPlaneSubnets: "private", vpc: { privateSubnetCidrBlocks: [] } },
      "controlPlaneSubnets is private, but vpc.privateSubnetCidrBlocks is empty; use public, or give private subnets",
    ],
    [
      "pods that cannot fit",
      {
        vpc: {
          cidrBlock: "10.0.0.0/24",
          availabilityZoneCount: 2,
          publicSubnetCidrBlocks: ["10.0.0.0/27", "10.0.0.32/27"],
          privateSubnetCidrBlocks: [],
        },
      },
      "nodeGroups cannot fit: at maxSize their nodes and pods need 54 addresses in each public subnet (ng: 3 nodes " +
        "with 18 addresses), but 10.0.0.0/27 has 27; use larger subnets, a smaller maxSize or maxPods, or " +
        "custom-networking",
    ],
  ])("is refused with %s", async (_what, changes, expected) => {
    const found = await problems("cluster1", changes);
    expect(found.map((problem) => problem.slice(0, expected.length))).toContain(expected);
    expect(found).toHaveLength(1);
  });

  it("is accepted with as many replicas as its nodes run, and with health checks on the app's own port", async () => {
    const app = { content: { type: "game-2048" }, replicas: 41 };
    expect(await problems("cluster1", { app, ingress: { healthCheck: { port: 80 } } })).toEqual(["accepted"]);
  });

  it("is refused with names that AWS would not take", async () => {
    expect(await problems("cluster1", { clusterName: "c".repeat(64) })).toEqual([
      "clusterName has 64 characters, but names of IAM roles are made of it; use 43 or fewer",
      `nodeGroups[0].name is "ng", which makes the name ${"c".repeat(64)}-ng of 67 characters; EKS allows 63 and ` +
        "Pulumi adds 8, so shorten it or the cluster's name",
    ]);
  });

  it("may leave private subnets to themselves in a VPC that is there already", async () => {
    const id = (kind: string, digit: number) => `${kind}-0123456789abcdef${digit}`;
    expect(
      await problems("cluster1", {
        vpc: {
          existing: {
            vpcId: id("vpc", 0),
            publicSubnetIds: [id("subnet", 1), id("subnet", 2)],
            privateSubnetIds: [id("subnet", 3), id("subnet", 4)],
          },
        },
        nodeGroups: [{ subnets: "private" }],
      }),
    ).toEqual(["accepted"]);
  });
});

describe("credentials of the aws provider", () => {
  const role = (name: string) => ({ roleArn: `arn:aws:iam::123456789012:role/${name}` });
  const credentials = async (changes: Changes) => {
    const result = await load("cluster1", changes);
    if (result instanceof ConfigError) throw result;
    return result.credentials;
  };

  it("are handed on to the AWS CLI where it can be told of them", async () => {
    expect(await credentials({})).toBeUndefined();
    expect(await credentials({ "aws:profile": "production" })).toEqual({ profile: "production" });
    expect(await credentials({ "aws:assumeRoles": [] })).toBeUndefined();
    expect(
      await credentials({ "aws:profile": "ci", "aws:assumeRoles": [{ ...role("a"), sessionName: "ci" }] }),
    ).toEqual({ profile: "ci", roleArn: role("a").roleArn });
  });

  const instead = (variables: string) =>
    "is set, but does not reach the AWS CLI, which makes the tokens for Kubernetes; set " +
    `${variables} in the environment of pulumi instead, which counts for both, or aws:profile`;

  it("are refused where it cannot, without their values", async () => {
    expect(
      await problems("cluster1", {
        "aws:accessKey": "AKIA0",
        "aws:secretKey": "s3cret",
        "aws:token": "t0ken",
        "aws:assumeRoleWithWebIdentity": role("a"),
        "aws:sharedConfigFiles": ["a"],
        "aws:sharedCredentialsFiles": ["b"],
      }),
    ).toEqual([
      `aws:accessKey ${instead("AWS_ACCESS_KEY_ID")}`,
      `aws:secretKey ${instead("AWS_SECRET_ACCESS_KEY")}`,
      `aws:token ${instead("AWS_SESSION_TOKEN")}`,
      `aws:assumeRoleWithWebIdentity ${instead("AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE")}`,
      `aws:sharedConfigFiles ${instead("AWS_CONFIG_FILE")}`,
      `aws:sharedCredentialsFiles ${instead("AWS_SHARED_CREDENTIALS_FILE")}`,
    ]);
  });

  it.each([
    [
      [role("a"), role("b")],
      "aws:assumeRoles has 2 roles, but the AWS CLI, which makes the tokens for Kubernetes, can be told of one; name a " +
        "profile in aws:profile that assumes them",
    ],
    [
      [{ ...role("a"), externalId: "x" }],
      "aws:assumeRoles[0].externalId is set, but `aws eks get-token`, which makes the tokens for Kubernetes, cannot be " +
        "told of it; name a profile in aws:profile that has role_arn and external_id",
    ],
    [
      [{ sessionName: "ci" }],
      "aws:assumeRoles is not a valid list of roles; use a list of mappings, each with the roleArn of an IAM role",
    ],
    [
      "a",
      "aws:assumeRoles is not a valid list of roles; use a list of mappings, each with the roleArn of an IAM role",
    ],
  ])("%j are refused in words", async (assumeRoles, problem) => {
    expect(await problems("cluster1", { "aws:assumeRoles": assumeRoles })).toEqual([problem]);
  });
});

it("an edge has no nodes in which its apps would need room", async () => {
  const apps = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `app-${index}`,
      { content: { type: "colour-page" }, routes: [{ hosts: [`${index}.test`] }] },
    ]),
  );
  const keys = { role: "edge", edgeName: "edge", clusterName: undefined, app: undefined, apps };
  expect(await problems("cluster1", keys)).toEqual(["accepted"]);
});
