import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describedCrds } from "../support/described-crds.ts";
import { EDITED_PLACES } from "../support/edited-places.ts";
import { EngineProject, noEngine } from "../support/engine.ts";
import type { EngineStep } from "../support/engine-events.ts";

const RELEASE = "kubernetes:helm.sh/v3:Release";
const IMAGE = "public.ecr.aws/eks/aws-load-balancer-controller";

/** The tests build on each other. */
describe.skipIf(noEngine !== undefined)("the controller's release under the Pulumi engine", () => {
  let project: EngineProject;
  let targets: string[];
  let targetGroupArn: unknown;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "chart-version" });
    await project.addStack("cluster1");
    project.setConfig("cluster1", "controller", { version: "3.4.3" });
    await project.succeed("up", "cluster1");
    targets = await project.targetStates();
    ({ targetGroupArn } = await project.outputs("cluster1"));
  });
  afterAll(async () => {
    await project.remove();
  });

  it("is the one that the configuration names", async () => {
    expect(await images(project)).toEqual([`${IMAGE}:v3.4.3`, `${IMAGE}:v3.4.3`]);
    expect(await chart(project)).toEqual({ version: "3.4.3", appVersion: "v3.4.3", revision: 1 });
  });

  // The CRDs and the policy of both releases are the same: see LBC_RELEASES.
  it("is upgraded in place, and nothing else is touched", async () => {
    project.setConfig("cluster1", "controller", { version: "3.5.0" });
    const preview = await project.succeed("preview", "cluster1");
    expect(summaries(preview.steps)).toEqual(["update myeks-lbc-release: version"]);
    const up = await project.succeed("up", "cluster1");
    expect(summaries(up.steps)).toEqual(["update myeks-lbc-release: version"]);
    expect(up.changes).toEqual(preview.changes);
    expect(await images(project)).toEqual([`${IMAGE}:v3.5.0`, `${IMAGE}:v3.5.0`]);
    expect(await chart(project)).toEqual({ version: "3.5.0", appVersion: "v3.5.0", revision: 2 });
  });

  it("leaves targets and target group as they are", async () => {
    expect(targets.map((target) => target.split(": ")[1])).toEqual(["healthy", "healthy"]);
    expect(await project.targetStates()).toEqual(targets);
    expect((await project.outputs("cluster1"))["targetGroupArn"]).toBe(targetGroupArn);
    expect(await project.answers()).toEqual(["Cluster 1"]);
  });

  it("has nothing left to do afterwards", async () => {
    expect((await project.succeed("up", "cluster1")).steps).toEqual([]);
    expect((await project.succeed("refresh", "cluster1")).steps).toEqual([]);
  });

  it("goes back in place", async () => {
    project.setConfig("cluster1", "controller", { version: "3.4.3" });
    const { steps } = await project.succeed("up", "cluster1");
    expect(summaries(steps)).toEqual(["update myeks-lbc-release: version"]);
    expect(await chart(project)).toEqual({ version: "3.4.3", appVersion: "v3.4.3", revision: 3 });
    expect(await project.targetStates()).toEqual(targets);
  });

  it("takes upstream's file of CRDs from the project's folder, and gives it up, in place", async () => {
    writeFileSync(join(project.folder, "crds.yaml"), describedCrds());
    for (const controller of [{ version: "3.4.3", crds: "crds.yaml" }, { version: "3.4.3" }]) {
      project.setConfig("cluster1", "controller", controller);
      const { steps } = await project.succeed("up", "cluster1");
      expect(steps.map(({ op, name }) => `${op} ${name}`).sort()).toEqual([
        "update myeks-lbc-crd-ingressclassparams",
        "update myeks-lbc-crd-targetgroupbindings",
      ]);
      expect(await project.targetStates()).toEqual(targets);
    }
  });

  it("does not replace the policy, which other clusters may share, for another description", async () => {
    project.edit(EDITED_PLACES.descriptionOfPolicy, "What the controller may do");
    expect((await project.succeed("preview", "cluster1")).steps).toEqual([]);
  });
});

function summaries(steps: readonly EngineStep[]): string[] {
  return steps.map(({ op, name, diffs }) => `${op} ${name}: ${diffs.join(", ")}`);
}

/** What the state of the stack says of the release. */
async function chart(project: EngineProject) {
  const release = (await project.state("cluster1")).find(({ type }) => type === RELEASE);
  const { version, appVersion, revision } = release!.outputs!["status"] as Record<string, unknown>;
  return { version, appVersion, revision };
}

/** Images of the controller's pods. */
async function images(project: EngineProject): Promise<string[]> {
  const pods = (await project.control({
    kind: "kubernetes",
    cluster: "myeks",
    verb: "list",
    gvk: "v1/Pod",
    namespace: "kube-system",
  })) as { metadata: { deletionTimestamp?: string }; spec: { containers: { image: string }[] } }[];
  return pods
    .filter(({ metadata }) => metadata.deletionTimestamp === undefined)
    .flatMap(({ spec }) => spec.containers.map((container) => container.image))
    .filter((image) => image.startsWith(IMAGE));
}
