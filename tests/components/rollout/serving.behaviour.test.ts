import { beforeAll, describe, expect, it } from "vitest";
import program from "../../../index.ts";
import { policyWithout } from "../../../fleet/local/drills/mistakes.ts";
import {
  programConfig,
  readProject,
  readStackFiles,
  type ConfigValue,
} from "../../../fleet/project/project.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { InProcessHost, type RunOptions } from "../../../sim/hosts/in-process/host.ts";
import { clustersOf } from "../../../sim/kubernetes/clusters.ts";

const root = new URL("../../..", import.meta.url).pathname;
const project = readProject(root);

/** The repository's first stack in a simulated cloud of its own. */
class PrimaryStack {
  readonly cloud = new SimulatedCloud({ region: "ap-northeast-2" });
  readonly #host = new InProcessHost(this.cloud);

  up(changes: Readonly<Record<string, ConfigValue>> = {}, options: RunOptions = {}) {
    const [file] = readStackFiles(root, project, ["cluster1"]);
    const changed = Object.entries(changes).map(([key, value]) => [`${project.name}:${key}`, value] as const);
    const config = programConfig(project, {
      ...file!,
      config: { ...file!.config, ...Object.fromEntries(changed) },
    });
    return this.#host.up({ project: project.name, stack: "cluster1", config, program }, options);
  }

  pods() {
    return clustersOf(this.cloud).get("myeks")!.api.list("v1/Pod", { namespace: "game-2048" });
  }
}

describe("a workload behind the shared load balancer", () => {
  let stack: PrimaryStack;

  beforeAll(async () => {
    stack = new PrimaryStack();
    await stack.up();
  });

  it("is left alone by an update without changes", async () => {
    const { succeeded, counts } = await stack.up();
    expect(succeeded).toBe(true);
    expect(counts).toMatchObject({ update: 0, replace: 0, delete: 0 });
  });

  it("is rolled over to another page before the update ends", async () => {
    const before = stack.pods().map(({ metadata }) => metadata.name);
    const content = { type: "colour-page", heading: "Cluster 1", colour: "plum", cluster: "cluster-1" };
    const { succeeded, counts } = await stack.up({ app: { content } });
    expect(succeeded).toBe(true);
    expect(counts).toMatchObject({ update: 2, replace: 1 });
    const serving = stack.pods().filter(({ metadata }) => metadata.deletionTimestamp === undefined);
    expect(serving).toHaveLength(2);
    expect(serving.filter(({ metadata }) => before.includes(metadata.name))).toEqual([]);
  });
});

describe("an update whose pods cannot be registered", () => {
  it.each([
    ["elasticloadbalancing:DescribeTargetHealth", "FailedReconcile", true],
    ["elasticloadbalancing:RegisterTargets", "FailedReconcile", true],
    ["elasticloadbalancing:RegisterTargets", "FailedReconcile", false],
    ["ec2:DescribeInstances", "FailedNetworkReconcile", false],
  ])("fails with the refused %s, as %s, with readiness gates: %s", async (action, reason, readinessGates) => {
    const stack = new PrimaryStack();
    const { succeeded, failures } = await stack.up({ readinessGates }, { intercept: policyWithout(action) });
    expect(succeeded).toBe(false);
    const targets = failures.find(({ name }) => name === "myeks-app-rollout-targets");
    expect(targets?.message).toContain(`${reason}: `);
    expect(targets?.message).toContain(`is not authorized to perform: ${action}`);
  });

  it("is gone on with once they can", async () => {
    const stack = new PrimaryStack();
    await stack.up({}, { intercept: policyWithout("elasticloadbalancing:RegisterTargets") });
    expect(await stack.up()).toMatchObject({ succeeded: true, failures: [] });
  });
});
