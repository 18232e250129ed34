import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../stacks/config/config.ts";
import type { MemberConfig } from "../../../stacks/config/stack-config.ts";
import type { SharedIngress } from "../../../stacks/contract/contract.ts";
import type { SharedApp, SharedTargetGroup } from "../../../stacks/contract/shared-app.ts";
import { refuseOtherApps } from "../../../stacks/refusals/other-apps.ts";
import { loadConfig, type ConfigChanges } from "../../support/config-problems.ts";
import { SHARED, SHARED_TARGET_GROUP } from "../../support/shared-stack.ts";

const SHARED_APP = SHARED.apps["2048"] as unknown as SharedApp;

const shares = (apps: Readonly<Record<string, Partial<SharedApp>>>): SharedIngress =>
  ({
    ...SHARED,
    apps: Object.fromEntries(Object.entries(apps).map(([name, app]) => [name, { ...SHARED_APP, ...app }])),
  }) as unknown as SharedIngress;

/** What is refused of cluster2, with changes of its configuration. */
async function refused(shared: SharedIngress, changes: ConfigChanges = {}): Promise<readonly string[]> {
  const config = (await loadConfig("cluster2", changes)) as MemberConfig;
  try {
    refuseOtherApps(config, shared);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, reason }) => `${path} ${reason}`);
  }
}

describe("applications of a member", () => {
  it("are those that its owner shares", async () => {
    expect(await refused(shares({ "2048": {} }))).toEqual([]);
  });

  it.each([
    ["app", {}, "2048"],
    ["apps.shop", { app: undefined, apps: { shop: { image: "example.com/shop:1" } } }, "shop"],
    [
      "apps.constructor",
      { app: undefined, apps: { constructor: { image: "example.com/c:1" } } },
      "constructor",
    ],
  ])("are refused where they are not: %s", async (path, changes, name) => {
    expect(await refused(shares({}), changes)).toEqual([
      `${path} is not shared by stack "cluster1"; update that one first (pulumi up --stack cluster1), or declare it absent here: appOverrides.${name}.absent`,
    ]);
  });

  it("are all that the owner shares, or said to be absent", async () => {
    const shared = shares({ "2048": {}, shop: {}, old: { retire: true } });
    expect(await refused(shared)).toEqual([
      'apps does not have "shop", which stack "cluster1" shares; describe it as there, or say that this cluster does without: appOverrides.shop.absent: true',
    ]);
    expect(await refused(shared, { appOverrides: { shop: { absent: true } } })).toEqual([]);
  });

  it("answer health checks on the port of all", async () => {
    expect(await refused(shares({ "2048": { healthCheckPort: 9_999 } }))).toEqual([
      'app.content answers on port 8080, but the load balancer of stack "cluster1" checks pods of all clusters on port 9999; take the port of the health check away there and update it',
    ]);
  });
});

describe("a member of a fleet with weights", () => {
  const own = (cluster: string): SharedTargetGroup => ({
    kind: "own",
    arn: SHARED_TARGET_GROUP,
    cluster,
    weight: 0,
  });
  const shared = shares({ "2048": { targetGroups: [own("myeks"), own("myeks-cluster3")] } });

  it("is one that they name", async () => {
    expect(await refused(shared, { clusterName: "myeks-cluster3" })).toEqual([]);
    expect(await refused(shared)).toEqual([
      'clusterName is "myeks-cluster2", which the weights of stack "cluster1" do not name, so that no requests for 2048 come by them; add myeks-cluster2: 0 to each entry of weights there, update it (pulumi up --stack cluster1), and then this one',
    ]);
  });

  it("may leave them when it is drained", async () => {
    expect(await refused(shared, { drained: true })).toEqual([]);
  });
});
