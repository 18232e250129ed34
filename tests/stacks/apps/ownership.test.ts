import { describe, expect, it } from "vitest";
import { groupsOf } from "../../../stacks/apps/ownership.ts";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { loadConfig } from "../../support/config-problems.ts";

const IMAGE = { image: "example.com/shop:1" };
const WEIGHTS = { myeks: 1, "myeks-cluster2": 0 };
const ALB = { kind: "alb", behindIngress: false };
const own = (cluster: string, weight: number) => ({ kind: "own", cluster, weight });
const OWN = [own("myeks", 1), own("myeks-cluster2", 0)];
const PREPARED = [ALB, own("myeks", 0), own("myeks-cluster2", 0)];

/** Target groups of an application of the first cluster's stack. */
async function groups(ingress: object, weights: object = {}, app = "shop") {
  const routes = [{ hosts: [`${app}.example.com`] }];
  const config = await loadConfig("cluster1", {
    app: undefined,
    apps: { [app]: { ...IMAGE, routes }, blog: { ...IMAGE, order: 1 } },
    ingress: { ...ingress },
    weights: { ...weights },
  });
  return groupsOf(config as OwnerConfig, app);
}

describe("the target groups of an application", () => {
  it.each([
    ["of an Ingress", {}, {}, [{ kind: "controller" }]],
    [
      "of Pulumi behind an Ingress",
      { targetGroups: "pulumi" },
      {},
      [{ kind: "alb", behindIngress: true, balancer: "ingress" }],
    ],
    ["of Pulumi", { ownership: "pulumi" }, {}, [ALB]],
    ["of both", { ownership: "both" }, {}, [{ kind: "controller" }, ALB]],
    ["by weights", { ownership: "pulumi", traffic: "weighted" }, { default: WEIGHTS }, OWN],
    [
      "by its own weights",
      { ownership: "pulumi", traffic: "weighted" },
      { shop: WEIGHTS, blog: WEIGHTS },
      OWN,
    ],
    ["prepared", { ownership: "pulumi", prepareTraffic: true }, { default: WEIGHTS }, PREPARED],
    [
      "prepared by the weights of another application",
      { ownership: "pulumi", prepareTraffic: true },
      { blog: WEIGHTS },
      PREPARED,
    ],
  ])("are those %s", async (_whose, ingress, weights, expected) => {
    expect(await groups(ingress, weights)).toEqual(expected);
  });

  it("are told of one that is named as what every object has", async () => {
    const ingress = { ownership: "pulumi", traffic: "weighted" };
    expect(await groups(ingress, { default: WEIGHTS }, "constructor")).toEqual(OWN);
  });
});
