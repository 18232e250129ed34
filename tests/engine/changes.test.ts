import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EDITED_PLACES } from "../support/edited-places.ts";
import { EngineProject, noEngine, type TargetGroupState } from "../support/engine.ts";
import { summaries } from "../support/engine-events.ts";

const CONTENT = { type: "colour-page", heading: "Cluster 1", colour: "lightblue" };
const NODE_GROUP = { name: "ng", instanceTypes: ["t3.medium"], count: 3 };

/** Steps of cluster2 when its binding is for another target group: delete first, as two would be in each other's way. */
const REPLACEMENT_OF_BINDING = [
  "delete-replaced myeks-cluster2-app-rollout-targets",
  "delete-replaced myeks-cluster2-ingress-binding",
  "replace myeks-cluster2-ingress-binding: spec.targetGroupARN",
  "create-replacement myeks-cluster2-ingress-binding: spec.targetGroupARN",
  "replace myeks-cluster2-app-rollout-targets",
  "create-replacement myeks-cluster2-app-rollout-targets",
];

/** The tests build on each other: a first up that fails, and all that happens to the stacks afterwards. */
describe.skipIf(noEngine !== undefined)("changes under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "changes" });
    await project.addStack("cluster1");
    await project.addStack("cluster2");
  });
  afterAll(async () => {
    await project.remove();
  });

  it("says why nodes cannot start, and keeps what was made until then", async () => {
    project.setConfig("cluster1", "nodeGroups", [{ ...NODE_GROUP, keyName: "nobody-made-this-key" }]);
    const { exitCode, diagnostics } = await project.run("up", "cluster1");
    expect(exitCode).not.toBe(0);
    expect(diagnostics[0]).toContain(
      "InvalidKeyPair.NotFound - The key pair 'nobody-made-this-key' does not exist",
    );
    const types = (await project.state("cluster1")).map(({ type }) => type);
    expect(types).toContain("aws:eks/cluster:Cluster");
    // It exists and failed: neither EKS nor Pulumi takes it away.
    expect(types).toContain("aws:eks/nodeGroup:NodeGroup");
  });

  it("goes on once the failed node group is deleted, up to pods that never get ready", async () => {
    project.setConfig("cluster1", "nodeGroups", [NODE_GROUP]);
    // nginx's own image runs as root, which the pods do not.
    project.setConfig("cluster1", "app", { content: CONTENT, image: "nginx:1.29" });
    await project.loseNodes("myeks");
    const { exitCode, diagnostics, changes } = await project.run("up", "cluster1", ["--refresh"]);
    expect(exitCode).not.toBe(0);
    expect(diagnostics.join("\n")).toContain("'deployment-2048' timed out waiting to be Ready");
    expect(changes["create"]).toBeGreaterThan(0);
  });

  it("goes on from pods that were not ready, with an image that works", async () => {
    project.setConfig("cluster1", "app", { content: CONTENT });
    const { changes, steps } = await project.succeed("up", "cluster1");
    expect(Object.keys(changes).sort()).toEqual(["create", "same", "update"]);
    expect(steps.filter(({ op }) => op === "update").map(({ name }) => name)).toContain(
      "myeks-app-deployment",
    );
    await project.succeed("up", "cluster2");
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("changes replicas, health check, node count and chart values in place", async () => {
    const [shared] = await project.targetGroups();
    project.setConfig("cluster1", "app", { content: CONTENT, replicas: 3 });
    project.setConfig("cluster1", "ingress", { healthCheck: { path: "/index.html" } });
    project.setConfig("cluster1", "nodeGroups", [{ ...NODE_GROUP, count: 4 }]);
    project.setConfig("cluster1", "controller", { replicas: 3 });
    const expected = [
      "update myeks-app-deployment: spec.replicas",
      'update myeks-ingress-ingress: metadata.annotations["alb.ingress.kubernetes.io/healthcheck-path"], ' +
        'metadata.annotations["alb.ingress.kubernetes.io/tags"]',
      "update myeks-lbc-release: values.replicaCount",
      "update myeks-ng: scalingConfig.desiredSize, scalingConfig.maxSize, scalingConfig.minSize",
    ];
    const preview = await project.succeed("preview", "cluster1");
    expect(summaries(preview.steps)).toEqual(expect.arrayContaining(expected));
    expect(Object.keys(preview.changes).sort()).toEqual(["same", "update"]);
    const up = await project.succeed("up", "cluster1");
    expect(up.changes).toEqual(preview.changes);
    expect(await project.loadBalancing("DescribeTargetGroups")).toMatchObject({
      TargetGroups: [{ TargetGroupArn: shared!.arn, HealthCheckPath: "/index.html" }],
    });
    expect(await project.countPods("myeks", "game-2048")).toBe(3);
    expect(await nodeTypes()).toEqual(Array.from({ length: 4 }, () => "t3.medium"));
  });

  it("replaces a binding whose target group changes, the old one first, and touches no other cluster's targets", async () => {
    const [shared] = await project.targetGroups();
    const other = await makeTargetGroup("other");
    const others = await project.ownTargets("myeks");
    const own = await project.ownTargets("myeks-cluster2");
    const place = EDITED_PLACES.targetGroupOfBindings;
    const edited = `    targetGroupArn: "${other}",`;
    project.edit(place, edited);
    expect(summaries((await project.succeed("preview", "cluster2")).steps)).toEqual(REPLACEMENT_OF_BINDING);
    expect(summaries((await project.succeed("up", "cluster2")).steps)).toEqual(REPLACEMENT_OF_BINDING);
    await project.control({ kind: "wait", seconds: 60 });
    expect(await targetsByGroup()).toEqual({
      [shared!.arn]: healthy(others),
      [other]: healthy(own),
    });
    expect([await project.ownTargets("myeks"), await project.ownTargets("myeks-cluster2")]).toEqual([
      others,
      own,
    ]);
    expect(await project.answers()).toEqual(["Cluster 1"]);

    project.edit({ ...place, text: edited }, place.text);
    expect(summaries((await project.succeed("up", "cluster2")).steps)).toEqual(REPLACEMENT_OF_BINDING);
    // Targets of a target group whose attributes nobody set drain for five minutes.
    await project.control({ kind: "wait", seconds: 360 });
    expect(await targetsByGroup()).toEqual({
      [shared!.arn]: { ...healthy(others), ...healthy(own) },
      [other]: {},
    });
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("shows in a refresh exactly what was changed behind its back, and puts it right", async () => {
    // The controller has wiped the rollout's note off its own binding since, which is nobody's drift.
    expect((await project.succeed("refresh", "cluster1")).steps).toEqual([]);
    const { vpcId } = await project.outputs("cluster1");
    await project.control({
      kind: "kubernetes",
      cluster: "myeks",
      verb: "patch",
      gvk: "apps/v1/Deployment",
      namespace: "game-2048",
      name: "deployment-2048",
      patch: { spec: { replicas: 1 } },
    });
    await project.control({
      kind: "aws",
      service: "ec2",
      action: "DeleteTags",
      parameters: { Resources: [vpcId], Tags: [{ Key: "Name" }] },
    });
    const drift = ["update myeks-app-deployment: spec.replicas", "update myeks-vpc: tags.Name"];
    const refresh = await project.succeed("refresh", "cluster1");
    expect(summaries(refresh.steps).sort()).toEqual(drift);
    const up = await project.succeed("up", "cluster1");
    expect(summaries(up.steps).sort()).toEqual(drift);
    expect(await project.countPods("myeks", "game-2048")).toBe(3);
    expect((await project.succeed("refresh", "cluster1")).steps).toEqual([]);
  });

  it("brings nodes of another type up before the old ones go", async () => {
    const before = await project.nodeGroupName("myeks");
    expect(before).toMatch(/^myeks-ng-[0-9a-f]{7}$/);
    project.setConfig("cluster1", "nodeGroups", [{ ...NODE_GROUP, instanceTypes: ["t3.large"], count: 4 }]);
    const { steps } = await project.succeed("up", "cluster1");
    expect(summaries(steps)).toEqual([
      "create-replacement myeks-ng: instanceTypes[0]",
      "replace myeks-ng: instanceTypes[0]",
      "delete-replaced myeks-ng",
    ]);
    expect(await project.nodeGroupName("myeks")).not.toBe(before);
    expect(await nodeTypes()).toEqual(Array.from({ length: 4 }, () => "t3.large"));
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  async function nodeTypes(): Promise<(string | undefined)[]> {
    const nodes = (await project.control({
      kind: "kubernetes",
      cluster: "myeks",
      verb: "list",
      gvk: "v1/Node",
    })) as { metadata: { labels: Record<string, string> } }[];
    return nodes.map(({ metadata }) => metadata.labels["node.kubernetes.io/instance-type"]);
  }

  /** Makes a further target group, to which a listener of its own forwards: without one no target would be healthy. */
  async function makeTargetGroup(name: string): Promise<string> {
    const { vpcId, loadBalancerArn } = await project.outputs("cluster1");
    const { TargetGroups } = (await project.loadBalancing("CreateTargetGroup", {
      Name: name,
      Protocol: "HTTP",
      Port: 80,
      VpcId: vpcId,
      TargetType: "ip",
    })) as { TargetGroups: { TargetGroupArn: string }[] };
    const { TargetGroupArn } = TargetGroups[0]!;
    await project.loadBalancing("CreateListener", {
      LoadBalancerArn: loadBalancerArn,
      Protocol: "HTTP",
      Port: 8080,
      DefaultActions: [{ Type: "forward", TargetGroupArn }],
    });
    return TargetGroupArn;
  }

  async function targetsByGroup(): Promise<Record<string, TargetGroupState["targets"]>> {
    return Object.fromEntries((await project.targetGroups()).map(({ arn, targets }) => [arn, targets]));
  }
});

/** What is registered for a cluster's bindings, all of it healthy. */
function healthy(targets: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.values(targets).flatMap((keys) => keys.map((key) => [key, "healthy"])));
}
