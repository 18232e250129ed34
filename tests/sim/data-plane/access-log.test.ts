import { expect, it } from "vitest";
import type { AccessLogEntry } from "../../../sim/data-plane/access-log.ts";
import { fixed, openEdge, pathIs } from "./edge.ts";

const POD = "192.168.0.10";

it("notes the rule, the status and who answered", async () => {
  const entries: AccessLogEntry[] = [];
  const edge = await openEdge({ listen: { accessLog: (entry) => void entries.push(entry) } });
  const { addPods, addRule, call, get, listenerArn, targetGroupArn } = edge;
  addPods([POD]);
  addRule(7, [pathIs("/gone")], fixed("gone", "410"));
  edge.cluster.setProgram(POD, () => ({ status: 404, headers: {}, body: "" }));
  const [gone, rest] = call("DescribeRules", { ListenerArn: listenerArn }).Rules.map((rule) => rule.RuleArn);
  await get("/gone");
  await get("/");
  edge.cluster.setProgram(POD, undefined);
  await get("/");
  expect(entries).toEqual([
    { ruleArn: gone, status: 410 },
    { ruleArn: rest, status: 404, target: { targetGroupArn, key: `${POD}:8080` } },
    { ruleArn: rest, status: 502 },
  ]);
});
