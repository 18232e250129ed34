import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { EngineProject, noEngine } from "../support/engine.ts";

const RULE = "aws:lb/listenerRule:ListenerRule";

/** The tests build on each other: one load balancer is changed again and again. */
describe.skipIf(noEngine !== undefined)("a load balancer that Pulumi owns", () => {
  let project: EngineProject;

  beforeAll(async () => {
    project = await EngineProject.create({ seed: "edge" });
    await project.addStack("edge", {
      "aws:region": "ap-northeast-2",
      "multicluster-ingress:role": "edge",
      "multicluster-ingress:edgeName": "shop-edge",
    });
    setApps("shop", "wiki");
    await project.succeed("up", "edge");
  });
  afterAll(async () => {
    await project.remove();
  });

  /** Apps by path, for all stacks. */
  function setApps(...names: readonly string[]): void {
    const file = join(project.folder, "Pulumi.yaml");
    const declared = parse(readFileSync(file, "utf8")) as object;
    const value = Object.fromEntries(
      names.map((name) => [
        name,
        { content: { type: "colour-page" }, routes: [{ paths: [{ prefix: `/${name}` }] }] },
      ]),
    );
    writeFileSync(file, stringify({ ...declared, config: { apps: { value } } }));
  }

  /** Priorities of rules by app. */
  async function priorities(): Promise<Record<string, unknown>> {
    const rules = (await project.state("edge")).filter(({ type }) => type === RULE);
    return Object.fromEntries(
      rules.map(({ urn, outputs }) => [/-http-(.*)-[0-9a-f]{8}$/.exec(urn)![1], outputs!["priority"]]),
    );
  }

  it("lets rules keep their priorities when an app comes before and between them", async () => {
    expect(await priorities()).toEqual({ shop: 100, wiki: 200 });
    setApps("blog", "shop", "tour", "wiki");
    const { steps } = await project.succeed("up", "edge");
    expect(await priorities()).toEqual({ blog: 50, shop: 100, tour: 150, wiki: 200 });
    const changed = steps.filter(({ type }) => type === RULE);
    expect(changed.map(({ op }) => op)).toEqual(["create", "create"]);
  });

  it("takes its target groups along when it is replaced", async () => {
    project.setConfig("edge", "ingress", { scheme: "internal" });
    const { steps } = await project.succeed("up", "edge");
    expect(steps.filter(({ type }) => type.includes("TargetGroup"))).toEqual([]);
    expect(await priorities()).toEqual({ blog: 50, shop: 100, tour: 150, wiki: 200 });
  });

  it("is gone after a destroy", async () => {
    await project.succeed("destroy", "edge");
    expect(await project.state("edge")).toEqual([]);
  });
});
