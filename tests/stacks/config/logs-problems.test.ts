import { describe, expect, it } from "vitest";
import { configProblems, type ConfigChanges } from "../../support/config-problems.ts";

const LISTENER =
  "arn:aws:elasticloadbalancing:ap-northeast-2:123456789012:listener/app/theirs/0123456789abcdef/fedcba9876543210";

describe("logs of a load balancer", () => {
  it.each<[ConfigChanges]>([
    [{ logs: { access: true } }],
    [{ logs: { bucket: "company-logs" }, ingress: { ownership: "pulumi" } }],
  ])("may be %j", async (changes) => {
    expect(await configProblems("cluster1", changes)).toEqual(["accepted"]);
  });

  it.each<[string, ConfigChanges, string]>([
    [
      "cluster1",
      { logs: { access: true }, ingress: { ownership: "pulumi", listenerArn: LISTENER, priorityFrom: 100 } },
      "logs is set, but ingress.listenerArn puts the routes on a load balancer that has logs of its own; remove it",
    ],
    [
      "cluster1",
      { logs: { access: true }, ingress: { accessLogs: { bucket: "company-logs" } } },
      "logs is set, and ingress.accessLogs is too; leave one of them out",
    ],
    ["cluster1", { logs: { expireDays: 0 } }, "logs.expireDays is 0; use a whole number from 1 to 3650"],
    [
      "cluster2",
      { logs: { access: true } },
      "logs.access is set, but a member joins the load balancer of its shared stack; set it there",
    ],
  ])("of %s must not be %j", async (stack, changes, expected) => {
    expect(await configProblems(stack, changes)).toEqual([expected]);
  });
});
