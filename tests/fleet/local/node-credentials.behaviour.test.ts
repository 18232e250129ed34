/** Which pods have which AWS credentials, as far as these are the nodes' or the network plugin's. */
import * as aws from "@pulumi/aws";
import { describe, expect, it } from "vitest";
import { EksCluster, Vpc } from "../../../components/index.ts";
import { describeFailure } from "../../../fleet/local/failures.ts";
import { LocalSession } from "../../../fleet/local/session.ts";
import { verifyTargets } from "../../../fleet/local/verify.ts";
import { canReachMetadata, instanceOf } from "../../../sim/aws/eks/pod-credentials/instance-metadata.ts";
import { iamState } from "../../../sim/aws/iam/state.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { InProcessHost } from "../../../sim/hosts/in-process/host.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";
import type { Deployment, Pod } from "../../../sim/kubernetes/objects.ts";
import { PROJECT_DIRECTORY, stackFiles } from "../../support/stack-files.ts";

const CNI_POLICY = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";

describe("a cluster whose network plugin has the nodes' role", () => {
  /** As clusters were before the plugin had a role of its own. */
  const asBefore = () => {
    const cluster = new EksCluster("myeks", {
      name: "myeks",
      network: new Vpc("edge"),
      transform: {
        addon: ({ serviceAccountRoleArn: _role, configurationValues: _values, ...others }) => others,
      },
    });
    new aws.iam.RolePolicyAttachment("myeks-node-role-cni", {
      role: cluster.nodeRoleArn.apply((arn) => arn.slice(arn.indexOf("/") + 1)),
      policyArn: CNI_POLICY,
    });
  };
  const now = () => {
    new EksCluster("myeks", { name: "myeks", network: new Vpc("edge") });
  };
  const cloud = new SimulatedCloud();
  const host = new InProcessHost(cloud);
  const up = async (program: () => void) => {
    const config = { "aws:region": cloud.region };
    const run = () => Promise.resolve(program()).then(() => ({}));
    const result = await host.up({ project: "test", stack: "test", config, program: run });
    return result.succeeded ? "up" : describeFailure("test", result);
  };

  it("uses one of its own first, and then takes the policy from the nodes", async () => {
    expect(await up(asBefore)).toBe("up");
    const before = cloud.journal.entries().length;
    expect(await up(now)).toBe("up");
    const calls = cloud.journal
      .entries()
      .slice(before)
      .filter(({ action, parameters }) => action === "UpdateAddon" || parameters["PolicyArn"] === CNI_POLICY)
      .map(
        ({ action, parameters }) =>
          `${action} ${String(parameters["RoleName"] ?? "").replace(/-[^-]*$/, "")}`,
      );
    expect(calls).toEqual(["UpdateAddon ", "DetachRolePolicy myeks-node-role"]);
  });

  it("goes on giving pods addresses", () => {
    const { api } = clustersOf(cloud).get("myeks")!;
    const before = cloud.journal.entries().length;
    api.patch("apps/v1/Deployment", "kube-system", "coredns", { spec: { replicas: 40 } });
    cloud.clock.advance(10 * 60_000);
    const coredns = api.get("apps/v1/Deployment", "kube-system", "coredns") as Deployment;
    expect(coredns.status?.readyReplicas).toBe(40);
    const calls = cloud.journal
      .entries()
      .slice(before)
      .filter(({ service }) => service === "ec2");
    expect(new Set(calls.map(({ caller }) => /assumed-role\/(.*)-[^-]*\//.exec(caller)?.[1]))).toEqual(
      new Set(["myeks-vpc-cni-role"]),
    );
    expect(calls.flatMap(({ error }) => error ?? [])).toEqual([]);
  });
});

/** Pods that could call AWS as their node, though they do not use its network. */
function podsWithNodeCredentials(cloud: SimulatedCloud): string[] {
  return [...clustersOf(cloud).values()].flatMap(({ name, api }) =>
    (api.list("v1/Pod") as Pod[])
      .filter((pod) => pod.spec.hostNetwork !== true && canReachMetadata(instanceOf(cloud, name, pod), pod))
      .map(({ metadata }) => `${name}/${metadata.name}`),
  );
}

describe("a fleet", () => {
  const fleet = async (changes: object) => {
    const session = await LocalSession.open({
      projectDirectory: PROJECT_DIRECTORY,
      configDirectory: stackFiles({
        cluster1: { "aws:region": "ap-northeast-2", role: "primary", clusterName: "myeks", ...changes },
        cluster2: {
          "aws:region": "ap-northeast-2",
          role: "member",
          clusterName: "myeks-cluster2",
          sharedStack: "cluster1",
          ...changes,
        },
      }),
    });
    for (const stack of session.stacks) {
      const result = await session.up(stack);
      if (!result.succeeded) throw new Error(describeFailure(stack.stack, result));
    }
    return session.cloud;
  };
  const hopLimitOne = { nodeGroups: [{ metadataHopLimit: 1 }] };

  it.each(["irsa", "pod-identity"])(
    "works with hop limit 1 and %s, and no pod gets its node's credentials",
    async (identity) => {
      const cloud = await fleet({ ...hopLimitOne, controller: { identity } });
      expect(verifyTargets(cloud).targets.map(({ state }) => state)).toEqual(Array(4).fill("healthy"));
      expect(podsWithNodeCredentials(cloud)).toEqual([]);
    },
  );

  it("has, by default, pods that could get them, but these open nothing in the network", async () => {
    const cloud = await fleet({});
    expect(podsWithNodeCredentials(cloud)).not.toEqual([]);
    const policies = iamState(cloud)
      .roles.values()
      .filter(({ RoleName }) => RoleName.includes("node-role"))
      .map(({ AttachedPolicies }) =>
        AttachedPolicies.filter((arn) => arn.includes(":aws:policy/")).map((arn) =>
          arn.slice(arn.lastIndexOf("/") + 1),
        ),
      );
    expect(policies).toEqual([
      ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
      ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"],
    ]);
  });
});
