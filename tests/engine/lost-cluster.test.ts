import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { findLeftovers } from "../../fleet/local/leftovers.ts";
import { restoreWorld } from "../../sim/world.ts";
import { EngineProject, noEngine, type CommandResult, type EngineCommand } from "../support/engine.ts";

const RUNBOOK = readFileSync(new URL("../../docs/runbooks/lost-cluster.md", import.meta.url), "utf8");

/** A pulumi command of the runbook, as it stands there. */
interface Command {
  readonly environment: Readonly<Record<string, string>>;
  readonly command: EngineCommand;
  readonly stack: string;
}

/** Commands of the runbook that change something in Pulumi's state, in its order. */
function commandsOf(runbook: string): Command[] {
  const lines = runbook.matchAll(
    /^ *(?<variables>(?:\w+=\w+ )*)pulumi (?<command>refresh|up|destroy) --stack (?<stack>\w+)/gm,
  );
  return [...lines].map(({ groups = {} }) => ({
    environment: Object.fromEntries(
      groups["variables"]!.split(" ")
        .filter((variable) => variable !== "")
        .map((variable) => variable.split("=") as [string, string]),
    ),
    command: groups["command"] as EngineCommand,
    stack: groups["stack"]!,
  }));
}

/** The tests build on each other, step by step of the runbook. */
describe.skipIf(noEngine !== undefined)("a cluster that is lost under the Pulumi engine", () => {
  const [refresh, up, destroy] = commandsOf(RUNBOOK);
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "lost-cluster" });
    for (const stack of ["cluster1", "cluster2"]) {
      await project.addStack(stack);
      await project.succeed("up", stack);
    }
    await loseCluster();
  });
  afterAll(async () => {
    await project.remove();
  });
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it("leaves targets that are unhealthy and on no living cluster's list, until somebody deregisters them", async () => {
    const stale = await staleTargets();
    expect(stale.map(({ state }) => state)).toEqual(["unhealthy", "unhealthy"]);
    const [shared] = await project.targetGroups();
    await project.loadBalancing("DeregisterTargets", {
      TargetGroupArn: shared!.arn,
      Targets: stale.map(({ key }) => ({ Id: key.split(":")[0], Port: Number(key.split(":")[1]) })),
    });
    await project.control({ kind: "wait", seconds: 60 });
    expect(await staleTargets()).toEqual([]);
    expect(await project.answers()).toEqual(["Cluster 1"]);
  });

  it("keeps its objects in the state, and a refresh says how to be rid of them", async () => {
    const { exitCode, diagnostics } = await project.run("refresh", "cluster2");
    expect(exitCode).not.toBe(0);
    expect(diagnostics[0]).toMatch(
      /^failed to read resource state due to unreachable cluster\. If the cluster was deleted, .* the PULUMI_K8S_DELETE_UNREACHABLE environment variable set to "true" \(.*no such host\)$/,
    );
    expect(await kubernetesObjects()).not.toEqual([]);
  });

  it("is out of the state after the runbook's refresh", async () => {
    expect(refresh).toEqual({
      environment: { PULUMI_K8S_DELETE_UNREACHABLE: "true" },
      command: "refresh",
      stack: "cluster2",
    });
    const { steps } = await run(refresh!);
    expect(new Set(steps.map(({ op }) => op))).toEqual(new Set(["delete"]));
    expect(await kubernetesObjects()).toEqual([]);
  });

  it("is built anew by the runbook's update, and both clusters answer", async () => {
    expect(up).toEqual({ environment: {}, command: "up", stack: "cluster2" });
    await run(up!);
    expect(await staleTargets()).toEqual([]);
    expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
  });

  it("can be destroyed instead, and then the primary, without a trace", async () => {
    expect(destroy).toEqual({ environment: {}, command: "destroy", stack: "cluster2" });
    await loseCluster();
    await run(refresh!);
    await run(destroy!);
    await project.succeed("destroy", "cluster1");
    expect([await project.state("cluster1"), await project.state("cluster2")]).toEqual([[], []]);
    await project.stop();
    expect(findLeftovers(restoreWorld(project.savedWorld()))).toEqual([]);
  });

  async function loseCluster(): Promise<void> {
    await project.loseNodes("myeks-cluster2");
    await project.eks("DeleteCluster", { name: "myeks-cluster2" });
    await project.control({ kind: "wait", seconds: 900 });
  }

  function run({ environment, command, stack }: Command): Promise<CommandResult> {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    return project.succeed(command, stack);
  }

  /** Targets that are on the list of no cluster that is there. */
  async function staleTargets(): Promise<{ readonly key: string; readonly state: string }[]> {
    const { clusters } = (await project.control({ kind: "status" })) as { clusters: string[] };
    const lists = await Promise.all(clusters.map((cluster) => project.ownTargets(cluster)));
    const owned = lists.flatMap((list) => Object.values(list).flat());
    const [shared] = await project.targetGroups();
    return Object.entries(shared!.targets)
      .filter(([key]) => !owned.includes(key))
      .map(([key, state]) => ({ key, state }));
  }

  async function kubernetesObjects(): Promise<string[]> {
    const resources = await project.state("cluster2");
    return resources.map(({ type }) => type).filter((type) => type.startsWith("kubernetes:"));
  }
});
