import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EDITED_PLACES } from "../support/edited-places.ts";
import { EngineProject, noEngine, type TargetGroupState } from "../support/engine.ts";
import { summaries } from "../support/engine-events.ts";

const CLUSTERS = { cluster1: "myeks", cluster2: "myeks-cluster2" } as const;

/** Where the program says that it registers pods, of all applications that say nothing else. */
const PLACES = [EDITED_PLACES.targetTypeOfIngress, EDITED_PLACES.targetTypeOfApps];

const UPDATE_OF_INGRESS =
  'update myeks-ingress-ingress: metadata.annotations["alb.ingress.kubernetes.io/tags"], ' +
  'metadata.annotations["alb.ingress.kubernetes.io/target-type"]';

/** The primary waits for a binding of another name, that of the new target group. */
const REPLACEMENT_OF_WAIT = [
  "create-replacement myeks-app-rollout-targets: metadata.name",
  "replace myeks-app-rollout-targets: metadata.name",
  "delete-replaced myeks-app-rollout-targets",
];

/**
 * AWS cannot change a target group's type, so the controller makes another target group and moves the rule to it.
 *
 * The tests build on each other.
 */
describe.skipIf(noEngine !== undefined)("another target type under the Pulumi engine", () => {
  let project: EngineProject;
  /** ARNs that the shared target group has had. */
  const arns: string[] = [];

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "target-type" });
    for (const stack of ["cluster1", "cluster2"]) {
      await project.addStack(stack);
      await project.succeed("up", stack);
    }
    arns.push((await onlyTargetGroup()).arn);
  });
  afterAll(async () => {
    await project.remove();
  });

  it("is an update of the Ingress in the primary's preview, which cannot know of another target group", async () => {
    edit("ip", "instance");
    const { steps, changes } = await project.succeed("preview", "cluster1");
    expect(summaries(steps)).toEqual([UPDATE_OF_INGRESS]);
    expect(Object.keys(changes).sort()).toEqual(["same", "update"]);
  });

  it("leads the primary to a new target group, with none but its own targets", async () => {
    expect(await upPrimary()).toEqual([UPDATE_OF_INGRESS, ...REPLACEMENT_OF_WAIT]);
    const group = await onlyTargetGroup();
    arns.push(group.arn);
    expect(arns[1]).not.toBe(arns[0]);
    expect([group.type, Object.values(group.targets)]).toEqual(["instance", Array(3).fill("healthy")]);
    expect(await ownTargets(CLUSTERS.cluster1)).toEqual(Object.keys(group.targets).toSorted());
    expect(await project.outputs("cluster1")).toMatchObject({ targetGroupArn: group.arn });
    expect(await project.answers()).toEqual(["Cluster 1"]);
  });

  it("leaves the member's binding with a target group that is gone, as an event says once its pods change", async () => {
    // Until then the controller has no reason to look, and for five minutes it believes what it saw last.
    await project.control({ kind: "wait", seconds: 600 });
    expect(await bindingWarnings()).toEqual([]);
    await deleteOnePod(CLUSTERS.cluster2);
    await project.control({ kind: "wait", seconds: 60 });
    expect(await bindingWarnings()).toEqual([
      expect.stringMatching(
        new RegExp(
          "^FailedReconcile Failed reconcile due to operation error Elastic Load Balancing v2: DescribeTargetHealth, .*" +
            `TargetGroupNotFound: Target groups '${arns[0]!}' not found$`,
        ),
      ),
    ]);
  });

  it("replaces the member's binding, the old one first, and both clusters answer from their nodes", async () => {
    const expected = replacementOfBinding(
      "spec.networking.ingress[0].ports[0].port, spec.targetGroupARN, spec.targetType",
    );
    expect(summaries((await project.succeed("preview", "cluster2")).steps)).toEqual(expected);
    expect(summaries((await project.succeed("up", "cluster2")).steps)).toEqual(expected);
    await expectShared("instance", { cluster1: 3, cluster2: 3 });
  });

  it("goes back to pods the same way, to a target group of the first one's name", async () => {
    edit("instance", "ip");
    expect(await upPrimary()).toEqual([UPDATE_OF_INGRESS, ...REPLACEMENT_OF_WAIT]);
    const { arn } = await onlyTargetGroup();
    expect(arns).not.toContain(arn);
    const nameOf = (text: string | undefined) => text?.split("/")[1];
    expect(nameOf(arn)).toBe(nameOf(arns[0]));
    expect(summaries((await project.succeed("up", "cluster2")).steps)).toEqual(
      replacementOfBinding("spec.networking.ingress[0].ports[0].port, spec.targetGroupARN, spec.targetType"),
    );
    await expectShared("ip", { cluster1: 2, cluster2: 2 });
  });

  it.each(["cluster1", "cluster2"])("leaves nothing to do in %s", async (stack) => {
    for (const command of ["up", "refresh"] as const) {
      expect((await project.succeed(command, stack)).steps).toEqual([]);
    }
  });

  function edit(from: "ip" | "instance", to: "ip" | "instance"): void {
    for (const { path, text } of PLACES) {
      const as = (type: string) => text.replace('"ip"', `"${type}"`);
      project.edit({ path, text: as(from) }, as(to));
    }
  }

  /** Brings the primary up, which waits until the rule forwards to the new target group. @returns what that did. */
  async function upPrimary(): Promise<string[]> {
    const { steps } = await project.succeed("up", "cluster1");
    await project.control({ kind: "wait", seconds: 60 });
    return summaries(steps);
  }

  async function onlyTargetGroup(): Promise<TargetGroupState> {
    const [only, ...others] = await project.targetGroups();
    expect(others).toEqual([]);
    return only!;
  }

  /** Targets of a cluster's only binding. */
  async function ownTargets(cluster: string): Promise<readonly string[]> {
    const [own, ...others] = Object.values(await project.ownTargets(cluster));
    expect(others).toEqual([]);
    return own!;
  }

  /** All is well: each target is healthy and on one cluster's list, and both clusters answer. */
  async function expectShared(type: string, counts: Readonly<Record<keyof typeof CLUSTERS, number>>) {
    await project.control({ kind: "wait", seconds: 60 });
    const group = await onlyTargetGroup();
    const own = {
      cluster1: await ownTargets(CLUSTERS.cluster1),
      cluster2: await ownTargets(CLUSTERS.cluster2),
    };
    expect(group.type).toBe(type);
    expect({ cluster1: own.cluster1.length, cluster2: own.cluster2.length }).toEqual(counts);
    const healthy = [...own.cluster1, ...own.cluster2].map((target) => [target, "healthy"]);
    expect(group.targets).toEqual(Object.fromEntries(healthy));
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  }

  async function deleteOnePod(cluster: string): Promise<void> {
    const pods = { kind: "kubernetes", cluster, gvk: "v1/Pod", namespace: "game-2048" } as const;
    const [pod] = (await project.control({ ...pods, verb: "list" })) as { metadata: { name: string } }[];
    await project.control({ ...pods, verb: "delete", name: pod!.metadata.name });
  }

  /** What the member's events say of its binding, besides that all is well. */
  async function bindingWarnings(): Promise<string[]> {
    const events = (await project.control({
      kind: "kubernetes",
      cluster: CLUSTERS.cluster2,
      verb: "list",
      gvk: "v1/Event",
      namespace: "game-2048",
    })) as { type: string; reason: string; message: string; involvedObject: { kind: string } }[];
    return events
      .filter(
        ({ type, involvedObject }) => type === "Warning" && involvedObject.kind === "TargetGroupBinding",
      )
      .map(({ reason, message }) => `${reason} ${message}`);
  }
});

/** Steps of a member whose binding cannot become what it should be, deleted before its replacement is created. */
function replacementOfBinding(changed: string): string[] {
  return [
    "delete-replaced myeks-cluster2-app-rollout-targets",
    "delete-replaced myeks-cluster2-ingress-binding",
    `replace myeks-cluster2-ingress-binding: ${changed}`,
    `create-replacement myeks-cluster2-ingress-binding: ${changed}`,
    "replace myeks-cluster2-app-rollout-targets",
    "create-replacement myeks-cluster2-app-rollout-targets",
  ];
}
