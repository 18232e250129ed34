import { describe, expect, it } from "vitest";
import { alarmsArgs } from "../../../stacks/load-balancer/alarms.ts";
import type { OwnerConfig } from "../../../stacks/config/stack-config.ts";
import { configProblems, loadConfig } from "../../support/config-problems.ts";

const CERTIFICATE = {
  zone: { name: "example.com" },
  names: ["example.com"],
};
const LISTENER =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/theirs/0123456789abcdef/0123456789abcdef";
const GIVEN = { ingress: { ownership: "pulumi", listenerArn: LISTENER, priorityFrom: 1000 } };

const content = (fields: object) => ({ content: { type: "colour-page" }, ...fields });

/** Each with a host of its own. */
function named(apps: Record<string, object>) {
  const hosts = (name: string) => [{ hosts: [`${name}.example.com`] }];
  return Object.fromEntries(
    Object.entries(apps).map(([name, app]) => [name, { ...app, routes: hosts(name) }]),
  );
}

describe("the alarms of a load balancer", () => {
  it.each([
    [{ alarms: { minutes: 1, responseTime: 0.1, unhealthyTargets: false } }],
    [{ alarms: { certificateDays: 20 }, certificate: CERTIFICATE }],
    [{ alarms: { blockedRequests: 1 }, protection: { managedRules: "count" } }],
    [{ alarms: { minutes: 3, loadBalancerErrors: false }, ...GIVEN }],
    [{ alarms: { certificateDays: false, blockedRequests: false } }],
  ])("may be %j", async (changes) => {
    expect(await configProblems("cluster1", changes)).toEqual(["accepted"]);
  });

  it.each<[string, Parameters<typeof configProblems>[1], string]>([
    ["cluster1", { alarms: { minutes: 0 } }, "alarms.minutes is 0; use a whole number from 1 to 60"],
    [
      "cluster1",
      { alarms: { targetErrors: 0 } },
      "alarms.targetErrors is 0; use a whole number from 1 on, or false for no such alarm",
    ],
    [
      "cluster1",
      { alarms: { certificateDays: 20 } },
      "alarms.certificateDays is set, but there is no certificate of ACM; set certificate, or remove it",
    ],
    [
      "cluster1",
      { alarms: { blockedRequests: 20 } },
      "alarms.blockedRequests is set, but the stack makes no web ACL; set protection, or remove it",
    ],
    [
      "cluster1",
      { alarms: { rejectedConnections: 1 }, ...GIVEN },
      "alarms.rejectedConnections is set, but ingress.listenerArn names a load balancer whose owner has such alarms; remove it",
    ],
    [
      "cluster2",
      { alarms: { minutes: 3 } },
      "alarms.minutes is set, but a member joins the load balancer of its shared stack; set it there",
    ],
  ])("of %s must not be %j", async (stack, changes, expected) => {
    expect(await configProblems(stack, changes)).toEqual([expected]);
  });

  it("expect as many targets of an application as one cluster has, where it should have any", async () => {
    const apps = {
      ...{ page: content({}), three: content({ replicas: 3 }), none: content({ replicas: 0 }) },
      ...{ gone: content({ retire: true }), nodes: content({ targetType: "instance" }) },
      theirs: {
        external: { service: "theirs" },
        port: 8080,
        routes: [{ hosts: ["theirs.example.com"] }],
      },
    };
    const alarms = { minutes: 3 };
    const config = (await loadConfig("cluster1", {
      apps: named(apps),
      app: undefined,
      alarms,
    })) as OwnerConfig;
    expect(config).not.toBeInstanceOf(Error);
    const shared = { targetGroups: [{ kind: "controller" as const, arn: "arn" }] };
    const groups = Object.fromEntries(Object.keys(apps).map((name) => [name, shared]));
    const { apps: watched } = alarmsArgs(config, { loadBalancerArn: "arn", apps: groups });
    expect(Object.fromEntries(watched.map(({ name, replicas }) => [name, replicas]))).toEqual({
      ...{ page: 2, three: 3, none: 0, gone: 0, nodes: 1, theirs: 1 },
    });
  });

  it("are of target groups that get requests, of the load balancer that counts", async () => {
    const ingress = { ownership: "both" };
    const config = (await loadConfig("cluster1", { ingress, alarms: { minutes: 3 } })) as OwnerConfig;
    const targetGroups = [
      { kind: "controller" as const, arn: "theirs" },
      { kind: "alb" as const, behindIngress: false, arn: "ours" },
      { kind: "own" as const, cluster: "blue", weight: 1, arn: "blue" },
      { kind: "own" as const, cluster: "green", weight: 0, arn: "green" },
    ];
    const { apps } = alarmsArgs(config, { loadBalancerArn: "arn", apps: { "2048": { targetGroups } } });
    expect(apps).toEqual([
      { name: "2048", targetGroupArn: "ours", replicas: 2 },
      { name: "2048", cluster: "blue", targetGroupArn: "blue", replicas: 2 },
      { name: "2048", cluster: "green", targetGroupArn: "green", replicas: 0 },
    ]);
  });
});
