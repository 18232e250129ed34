import { describe, expect, it } from "vitest";
import program from "../../index.ts";
import { deployStack } from "../../stacks/index.ts";
import type { Changes } from "../support/changes.ts";
import { runProgram, valuesOf, type RegisteredResource } from "../support/pulumi-program.ts";
import { SHARED, SHARED_TARGET_GROUP } from "../support/shared-stack.ts";
import { stackCloud } from "../support/stack-cloud.ts";
import { configure } from "../support/stack-config.ts";

const deploy = (stack: string, changes: Changes = {}) =>
  runProgram(() => {
    configure(stack, changes);
    return deployStack();
  }, stackCloud);

/** A member of a primary that shares other values; gives what it was refused with. */
const deploySharing = (app: Readonly<Record<string, unknown>>, changes: Changes = {}) =>
  runProgram(
    async () => {
      configure("cluster2", changes);
      return deployStack().then(
        () => undefined,
        (error: unknown) => (error as Error).message,
      );
    },
    {
      ...stackCloud,
      outputs: (resource) =>
        resource.type === "pulumi:pulumi:StackReference"
          ? {
              outputs: { ...SHARED, apps: { "2048": { ...SHARED.apps["2048"], ...app } } },
              secretOutputNames: [],
            }
          : stackCloud.outputs!(resource),
    },
  );

const COMPONENT = "multicluster-ingress:index:";

/** The components of a stack and what each of them waits for, in the order of their making. */
const components = (resources: readonly RegisteredResource[]) =>
  resources.flatMap(({ type, name }) =>
    type.startsWith(COMPONENT) ? [`${type.slice(COMPONENT.length)} ${name}`] : [],
  );

const find = (resources: readonly RegisteredResource[], type: string) =>
  resources.filter((resource) => resource.type.includes(type));

describe("a stack with role primary", () => {
  it("makes network, cluster, controller, shared ingress and app", async () => {
    const { resources } = await deploy("cluster1");
    expect(components(resources)).toEqual([
      "Vpc myeks-vpc",
      "BackendSecurityGroup myeks-alb-backend",
      "EksCluster myeks",
      "LbcAddon myeks-lbc",
      "MultiClusterIngress myeks-ingress",
      "DemoApp myeks-app",
      "Rollout myeks-app-rollout",
      "DeletionGuard myeks-deletion-guard",
    ]);
  });

  it("shares what a member needs: each value of the contract, and no other but its cluster's name", async () => {
    const { result } = await deploy("cluster1");
    // None without subnets for pods.
    const { podSubnetIds: _ids, podSubnetCidrBlocks: _blocks, ...shared } = SHARED;
    expect(await valuesOf(await result)).toEqual({
      ...shared,
      apps: { "2048": { ...SHARED.apps["2048"], namespace: "" } },
      publicSubnetCidrBlocks: ["192.168.0.0/22", "192.168.4.0/22", "192.168.8.0/22"],
      privateSubnetCidrBlocks: ["192.168.12.0/22", "192.168.16.0/22", "192.168.20.0/22"],
      backendSecurityGroupId: "myeks-alb-backend-group-id",
      lbcPolicyArn: "arn:of:myeks-lbc-policy",
      deletionGuardArn: "arn:of:destroy-the-member-stacks-first",
      clusterName: "myeks",
      // What members of the version before read.
      targetGroupArn: SHARED_TARGET_GROUP,
      deregistrationDelaySeconds: 30,
      healthCheckPort: "traffic-port",
    });
  });

  it("makes the controller after the nodes, the ingress after the controller and the pods after the ingress", async () => {
    const { resources } = await deploy("cluster1");
    const waitsFor = Object.fromEntries(
      find(resources, COMPONENT)
        .filter(({ type }) => !type.endsWith(":DeletionGuard"))
        .map(({ name, dependencies }) => [name, dependencies]),
    );
    expect(waitsFor).toEqual({
      "myeks-vpc": [],
      "myeks-alb-backend": [],
      myeks: [],
      // Of the network its routes, which awsx tells.
      "myeks-lbc": ["myeks-vpc"],
      "myeks-ingress": ["myeks-alb-backend-group", "myeks-lbc-ingress-class"],
      "myeks-app": ["myeks-ingress-ingress"],
      "myeks-app-rollout": [],
    });
    expect(find(resources, "helm.sh/v3:Release").map(({ dependencies }) => dependencies)).toEqual([
      expect.arrayContaining(["myeks-coredns", "myeks-kube-proxy", "myeks-ng", "myeks-vpc-cni"]),
    ]);
  });

  it("makes the deletion guard after everything else, so that it is the first to go", async () => {
    const { resources } = await deploy("cluster1");
    const [guard] = find(resources, "DeletionGuard");
    const ownResources = resources.filter(
      ({ type, name }) =>
        !type.startsWith(COMPONENT) &&
        type !== "pulumi:pulumi:Stack" &&
        name !== "destroy-the-member-stacks-first",
    );
    expect(guard!.dependencies.toSorted()).toEqual(ownResources.map(({ name }) => name).toSorted());
  });

  it("shows a page of its own colour", async () => {
    const { resources } = await deploy("cluster1");
    const [page] = find(resources, "core/v1:ConfigMap");
    expect(JSON.stringify(page?.inputs)).toContain("Cluster 1");
    expect(JSON.stringify(page?.inputs)).toContain("lightblue");
  });

  it("limits the controller's policy to its VPC on request", async () => {
    const { resources } = await deploy("cluster1", { controller: { restrictPolicyToVpc: true } });
    const [policy] = find(resources, "iam/policy:Policy");
    expect(JSON.stringify(policy?.inputs)).toContain(`arn:of:${SHARED.vpcId}`);
  });

  it("writes the controller's policy for the partition of its region", async () => {
    const { resources } = await deploy("cluster1", { "aws:region": "us-gov-west-1" });
    const [policy] = find(resources, "iam/policy:Policy");
    expect(JSON.stringify(policy?.inputs).match(/arn:[a-z-]+:/g)).toContain("arn:aws-us-gov:");
    expect(JSON.stringify(policy?.inputs)).not.toContain("arn:aws:");
  });

  it("installs the agent of Pod Identity where the controller uses it", async () => {
    const { resources } = await deploy("cluster1", { controller: { identity: "pod-identity" } });
    expect(find(resources, "eks/addon:Addon").map(({ name }) => name)).toContain(
      "myeks-eks-pod-identity-agent",
    );
  });

  it("puts its tags on what it makes in AWS", async () => {
    const { resources } = await deploy("cluster1", { tags: { team: "platform" } });
    const untagged = resources.filter(
      ({ type, inputs }) =>
        /^(aws|awsx|eks):/.test(type) &&
        !/RolePolicyAttachment/.test(type) &&
        (inputs["tags"] as Record<string, string> | undefined)?.["team"] !== "platform",
    );
    expect(untagged.map(({ type, name }) => `${type} ${name}`)).toEqual([]);
  });
});

describe("a stack with role member", () => {
  it("makes a cluster, its controller, a binding and its app", async () => {
    const { resources } = await deploy("cluster2");
    expect(components(resources)).toEqual([
      "EksCluster myeks-cluster2",
      "LbcAddon myeks-cluster2-lbc",
      "MultiClusterIngress myeks-cluster2-ingress",
      "DemoApp myeks-cluster2-app",
      "Rollout myeks-cluster2-app-rollout",
    ]);
  });

  it("uses network, policy, security group and target group of the stack that shares them", async () => {
    const { resources, result } = await deploy("cluster2");
    expect(find(resources, "eks:index:Cluster")[0]?.inputs).toMatchObject({
      vpcId: SHARED.vpcId,
      subnetIds: SHARED.publicSubnetIds,
    });
    expect(find(resources, "iam/policy:Policy")).toEqual([]);
    expect(
      find(resources, "iam/rolePolicyAttachment")
        .filter(({ name }) => /^myeks-cluster2-(lbc|node-role-additional)/.test(name))
        .map(({ inputs }) => inputs["policyArn"])
        .toSorted(),
    ).toEqual([SHARED.deletionGuardArn, SHARED.lbcPolicyArn]);
    expect(find(resources, "TargetGroupBinding")[0]?.inputs).toMatchObject({
      spec: { targetGroupARN: SHARED_TARGET_GROUP, vpcID: SHARED.vpcId, multiClusterTargetGroup: true },
    });
    expect(await valuesOf(await result)).toEqual({
      region: SHARED.region,
      vpcId: SHARED.vpcId,
      targetGroupArn: SHARED_TARGET_GROUP,
      loadBalancerDnsName: SHARED.loadBalancerDnsName,
      clusterName: "myeks-cluster2",
    });
  });

  it("lets its pods live as long as the load balancer takes to drain them", async () => {
    const { resource } = await deploySharing({ deregistrationDelaySeconds: 300 });
    const { spec } = resource("myeks-cluster2-app-deployment").inputs as {
      spec: { template: { spec: { terminationGracePeriodSeconds: number } } };
    };
    expect(spec.template.spec.terminationGracePeriodSeconds).toBe(30 + 300 + 5);
  });

  it.each([
    [8080, {}],
    [80, { app: { content: { type: "game-2048" } } }],
  ])("takes part where health is checked on its app's port, %d", async (healthCheckPort, changes) => {
    const { resource } = await deploySharing({ healthCheckPort }, changes);
    expect(resource("myeks-cluster2-ingress-binding").inputs).toMatchObject({
      spec: {
        networking: {
          ingress: [
            {
              ports: [
                { protocol: "TCP", port: "http" },
                { protocol: "TCP", port: healthCheckPort },
              ],
            },
          ],
        },
      },
    });
  });

  it("is refused where health is checked on another port than its app's", async () => {
    const { result, resources } = await deploySharing({ healthCheckPort: 80 });
    expect(await result).toBe(
      'the configuration of stack "stack" has a problem (Pulumi.stack.yaml):\n' +
        '  - app.content answers on port 8080, but the load balancer of stack "cluster1" checks pods of all clusters on port 80; ' +
        "take the port of the health check away there and update it",
    );
    expect(resources).toEqual([]);
  });

  it("is as good for a third cluster", async () => {
    const { resources } = await deploy("cluster2", { clusterName: "myeks-cluster3", app: {} });
    expect(components(resources)[0]).toBe("EksCluster myeks-cluster3");
    const [page] = find(resources, "core/v1:ConfigMap");
    expect(JSON.stringify(page?.inputs)).toContain("myeks-cluster3");
  });
});

it("the program exports the outputs of its stack", async () => {
  const { result } = await runProgram(() => {
    configure("cluster2");
    return program();
  }, stackCloud);
  expect(Object.keys(await result).toSorted()).toEqual([
    "clusterName",
    "loadBalancerDnsName",
    "region",
    "targetGroupArn",
    "vpcId",
  ]);
});
