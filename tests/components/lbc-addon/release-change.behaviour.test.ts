/** Another release of the controller under the repository's stacks. */
import { beforeAll, describe, expect, it } from "vitest";
import program from "../../../index.ts";
import { programConfig, readProject, readStackFiles } from "../../../fleet/project/project.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { InProcessHost } from "../../../sim/hosts/in-process/host.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";

const root = new URL("../../..", import.meta.url).pathname;
const project = readProject(root);
const cloud = new SimulatedCloud({ region: "ap-northeast-2" });
const host = new InProcessHost(cloud);

/** Brings a stack up with a release of the controller. @returns what was done to what, besides leaving it alone. */
async function up(stack: string, version: string): Promise<string[]> {
  const [file] = readStackFiles(root, project, [stack]);
  const config = { ...file!.config, [`${project.name}:controller`]: { version } };
  const steps: string[] = [];
  const { succeeded, failures } = await host.up(
    { project: project.name, stack, config: programConfig(project, { ...file!, config }), program },
    {
      onStep({ status, operation, name }) {
        if (status === "done" && !["same", "read"].includes(operation)) steps.push(`${operation} ${name}`);
      },
    },
  );
  expect([succeeded, failures]).toEqual([true, []]);
  return steps;
}

/** Images that the controller's pods run, of pods that are not ending. */
function images(cluster: string): unknown[] {
  const labels = { "app.kubernetes.io/name": "aws-load-balancer-controller" };
  return clustersOf(cloud)
    .get(cluster)!
    .api.list("v1/Pod", { namespace: "kube-system", labels })
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .map((pod) => pod.spec.containers[0]?.image);
}

/** The target group and the state of each of its targets. */
function targets() {
  const groups = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTargetGroups", {});
  return groups.TargetGroups.map(({ TargetGroupArn }) => {
    const health = cloud.call(cloud.administrator, "elasticloadbalancing", "DescribeTargetHealth", {
      TargetGroupArn,
    });
    return {
      TargetGroupArn,
      targets: health.TargetHealthDescriptions.map(
        ({ Target, TargetHealth }) => `${Target.Id}: ${TargetHealth.State}`,
      ),
    };
  });
}

/** Actions by which the controllers changed something in AWS. */
function changesOfControllers(): string[] {
  return cloud.journal
    .entries()
    .filter(({ caller, action }) => caller.includes("-lbc-") && !/^(Describe|Get|List)/.test(action))
    .map(({ action }) => action);
}

const image = (version: string) => `public.ecr.aws/eks/aws-load-balancer-controller:v${version}`;

describe("the release of the controller", () => {
  beforeAll(async () => {
    await up("cluster1", "3.4.3");
    await up("cluster2", "3.4.3");
    expect(changesOfControllers()).toContain("RegisterTargets");
  });

  it.each(["3.5.0", "3.4.3"])(
    "goes to %s cluster by cluster, in place, and no target notices",
    async (next) => {
      const before = targets();
      expect(
        before.flatMap((group) => group.targets).filter((target) => target.endsWith(": healthy")),
      ).toHaveLength(4);
      const [other] = images("myeks-cluster2");
      cloud.journal.clear();

      expect(await up("cluster1", next)).toEqual(["update myeks-lbc-release"]);
      expect(images("myeks")).toEqual([image(next), image(next)]);
      expect(images("myeks-cluster2")).toEqual([other, other]);

      expect(await up("cluster2", next)).toEqual(["update myeks-cluster2-lbc-release"]);
      expect(images("myeks-cluster2")).toEqual([image(next), image(next)]);

      cloud.clock.advance(600_000);
      expect(changesOfControllers()).toEqual([]);
      expect(targets()).toEqual(before);
    },
  );
});
