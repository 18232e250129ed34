import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EngineProject, noEngine } from "../support/engine.ts";
import { summaries } from "../support/engine-events.ts";

const GUARD = "destroy-the-member-stacks-first";
const PROTECTION = "set-deletionProtection-to-false-and-update-first";
const NODE_GROUP = { name: "ng", instanceTypes: ["t3.medium"], count: 3 };

/** The tests build on each other: a member that fails, lives, is protected and goes. */
describe.skipIf(noEngine !== undefined)("what keeps shared things alive under the Pulumi engine", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "guard" });
    await project.addStack("cluster1");
    await project.addStack("cluster2");
    await project.succeed("up", "cluster1");
  });
  afterAll(async () => {
    await project.remove();
  });

  const urns = async (stack: string) => (await project.state(stack)).map(({ urn }) => urn).toSorted();

  async function expectHeld(): Promise<void> {
    const before = await urns("cluster1");
    const { exitCode, steps, text } = await project.run("destroy", "cluster1");
    expect(exitCode).not.toBe(0);
    expect(steps.map(({ op, name }) => `${op} ${name}`)).toEqual([`delete ${GUARD}`]);
    expect(text).toContain("Cannot delete a policy attached to entities");
    expect(await urns("cluster1")).toEqual(before);
  }

  it("keeps the primary while a member is half built", async () => {
    project.setConfig("cluster2", "nodeGroups", [{ ...NODE_GROUP, keyName: "nobody-made-this-key" }]);
    expect((await project.run("up", "cluster2")).exitCode).not.toBe(0);
    await expectHeld();
    project.setConfig("cluster2", "nodeGroups", [NODE_GROUP]);
    await project.loseNodes("myeks-cluster2");
    await project.succeed("up", "cluster2", ["--refresh"]);
    await expectHeld();
  });

  it.each([
    ["clusterName", "renamed", 'clusterName is "renamed", but was "myeks"'],
    ["namespace", "shop", 'namespace is "shop", but was "game-2048"'],
    ["ingress", { scheme: "internal" }, 'ingress.scheme is "internal", but was "internet-facing"'],
    ["ingress", { loadBalancerName: "edge" }, 'ingress.loadBalancerName is "edge", but was not set'],
  ] as const)(
    "refuses another %s of the primary, before anything is touched, under load",
    async (key, value, line) => {
      const before = await urns("cluster1");
      const load = await startLoad();
      project.setConfig("cluster1", key, value);
      for (const command of key === "namespace" ? (["preview", "up"] as const) : (["up"] as const)) {
        const { exitCode, steps, diagnostics } = await project.run(command, "cluster1");
        expect(exitCode).not.toBe(0);
        expect(steps).toEqual([]);
        expect(diagnostics.map((text) => text.trimEnd().replace(/-first-[0-9a-f]{7}/, "-first"))).toEqual([
          `member stacks use what stack "cluster1" shares (1 role holds ${GUARD}), and this would replace or delete it:\n` +
            `  - ${line}\n` +
            "set it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again",
        ]);
      }
      project.setConfig("cluster1", key, { clusterName: "myeks", namespace: "game-2048", ingress: {} }[key]);
      expect(await urns("cluster1")).toEqual(before);
      const { requests, failed } = await load.stop();
      expect([requests > 0, failed]).toEqual([true, 0]);
      expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
    },
  );

  it.each(["cluster2", "cluster1"])(
    "refuses to destroy a protected %s before anything is gone",
    async (stack) => {
      project.setConfig(stack, "deletionProtection", true);
      await project.succeed("up", stack);
      const before = await urns(stack);
      // As people call it: the preview that comes first refuses. The engine goes on past what is protected in the destroy itself.
      const { exitCode, text } = await project.pulumi(["destroy", "--yes", "--stack", stack]);
      expect(exitCode).not.toBe(0);
      expect(text).toMatch(new RegExp(`${PROTECTION}" cannot be deleted\\s+because it is protected`));
      expect(await urns(stack)).toEqual(before);
      expect(await project.answers()).toEqual(["Cluster 1", "Cluster 2"]);
      project.setConfig(stack, "deletionProtection", false);
      await project.succeed("up", stack);
      expect(summaries((await project.succeed("up", stack)).steps)).toEqual([]);
    },
  );

  it("lets both go in order", async () => {
    for (const stack of ["cluster2", "cluster1"]) {
      await project.succeed("destroy", stack);
      expect(await project.state(stack)).toEqual([]);
    }
  });

  /** One request after the other, until it is stopped. */
  async function startLoad(): Promise<{ stop(): Promise<{ requests: number; failed: number }> }> {
    const { loadBalancers } = (await project.control({ kind: "status" })) as {
      loadBalancers: { url: string }[];
    };
    const { url } = loadBalancers[0]!;
    const counts = { requests: 0, failed: 0 };
    let stopped = false;
    const loop = (async () => {
      while (!stopped) {
        counts.requests += 1;
        const answered = await fetch(url).then(
          ({ ok }) => ok,
          () => false,
        );
        if (!answered) counts.failed += 1;
      }
    })();
    return {
      stop: async () => {
        stopped = true;
        await loop;
        return counts;
      },
    };
  }
});
