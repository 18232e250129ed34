/** Apps that come, change and go behind the Ingress of a living cluster that another one joins. */
import { beforeAll, describe, expect, it } from "vitest";
import type { IngressAppArgs } from "../../../components/index.ts";
import { AppsScene, page } from "../../support/apps-scene.ts";

const SHOP = page("shop", { routes: [{ hosts: ["shop.example.com"] }] });
const NEWS = page("news", { routes: [{ paths: [{ prefix: "/news" }], rewrite: { prefix: "/" } }] });

const BY_BOTH = { blue: 0.5, green: 0.5 };
const ASK_SHOP = { host: "shop.example.com", status: 200 };
const ASK_NEWS = { target: "/news", status: 200 };

/** As the side that joins has them. */
function joined(...apps: readonly IngressAppArgs[]): readonly IngressAppArgs[] {
  return apps.map(({ routes: _, healthCheck: __, targetGroup: ___, ...app }) => app);
}

describe("apps that come and go", () => {
  const scene = new AppsScene();

  beforeAll(async () => {
    expect((await scene.blue([SHOP])).problem).toBe("");
    expect((await scene.green(joined(SHOP))).problem).toBe("");
  });

  it("come without a failed request of others, first in the cluster with the Ingress", async () => {
    const load = scene.load(ASK_SHOP);
    const { steps, problem } = await scene.blue([NEWS, SHOP]);
    expect(problem).toBe("");
    expect(steps.filter((step) => !step.startsWith("create"))).toEqual(["update blue-ingress-ingress"]);
    expect(scene.answeredBy(ASK_NEWS)).toEqual({ blue: 1 });
    expect(scene.answeredBy(ASK_SHOP)).toEqual(BY_BOTH);
    const bound = await scene.green(joined(NEWS, SHOP));
    expect(bound.problem).toBe("");
    expect(bound.steps.filter((step) => !step.startsWith("create"))).toEqual([]);
    expect(scene.answeredBy(ASK_NEWS)).toEqual(BY_BOTH);
    expect(load.take().failed).toEqual({});
    load.stop();
  });

  it("have nothing to do when nothing changes", async () => {
    expect(await scene.blue([NEWS, SHOP])).toMatchObject({ steps: [], problem: "" });
    expect(await scene.green(joined(NEWS, SHOP))).toMatchObject({ steps: [], problem: "" });
  });

  it("take their target group along when they leave, while other clusters are still bound to it", async () => {
    const before = scene.shared.targetGroupArns["news"]!;
    expect((await scene.blue([SHOP])).problem).toBe("");
    // Its pods, of which nobody waits for the last, are gone by then.
    expect(Object.values(scene.ask(ASK_NEWS, 300).failed)).toEqual([300]);
    expect(scene.targetGroupArns()).not.toContain(before);
    expect(scene.bindings("green")).toEqual({
      "service-news": before,
      "service-shop": scene.shared.targetGroupArns["shop"],
    });
  });

  it("are not ready in other clusters when their pods are made anew then, and the events of the binding say why", () => {
    scene.restart("green", "news");
    scene.cloud.clock.advance(300_000);
    expect(scene.readyPods("green", "news")).toBe(0);
    const [warning, ...others] = scene.warnings("green");
    expect(others).toEqual([]);
    expect(warning).toMatch(/^FailedReconcile service-news: .* TargetGroupNotFound: /);
  });

  it("come back with another target group, of which other clusters know from their next update on", async () => {
    expect((await scene.blue([NEWS, SHOP])).problem).toBe("");
    expect(scene.answeredBy(ASK_NEWS)).toEqual({ blue: 1 });
    const { steps, problem } = await scene.green(joined(NEWS, SHOP));
    expect(problem).toBe("");
    expect(steps).toEqual([
      "delete green-ingress-news-binding",
      "replace green-ingress-news-binding",
      "replace green-news-rollout-targets",
    ]);
    expect(scene.readyPods("green", "news")).toBe(2);
    expect(scene.answeredBy(ASK_NEWS, 60)).toEqual(BY_BOTH);
  });
});

describe("a hundred apps", () => {
  const scene = new AppsScene();
  const apps = Array.from({ length: 100 }, (_, index) =>
    page(`app${index}`, { routes: [{ hosts: [`app${index}.example.com`] }] }),
  );
  const elb = /^Describe(LoadBalancer|Listener|Rule|TargetGroup|Tag)/;

  /** How often an update looks before it gives up. */
  const LOOKS = 40;

  /** What the update itself asks of the load balancer's service, as often as it does. */
  function asked(): Readonly<Record<string, number>> {
    const { administrator, journal } = scene.cloud;
    const actions = journal
      .entries()
      .filter(({ caller, action }) => caller === administrator.arn && elb.test(action))
      .map(({ action }) => action);
    return Object.fromEntries(
      [...new Set(actions)].sort().map((action) => [action, actions.filter((one) => one === action).length]),
    );
  }

  it("are found with one look at each rule and each target group", async () => {
    expect((await scene.blue(apps, { workloads: [] })).problem).toBe("");
    scene.cloud.journal.clear();
    expect(await scene.blue(apps, { workloads: [] })).toMatchObject({ steps: [], problem: "" });
    expect(asked()).toEqual({
      DescribeListeners: 1,
      DescribeLoadBalancers: 1,
      DescribeRules: 100,
      DescribeTags: 303,
      DescribeTargetGroups: 100,
    });
  });

  it("are waited for with one look at a rule", async () => {
    scene.cloud.journal.clear();
    const { problem } = await scene.blue(apps, {
      workloads: [],
      subnetIds: ["subnet-00000000000000001", "subnet-00000000000000002"],
    });
    expect(problem).toContain("it still matches an earlier state of the Ingress");
    expect(asked()).toMatchObject({ DescribeRules: LOOKS, DescribeTargetGroups: 1 });
  });
});
