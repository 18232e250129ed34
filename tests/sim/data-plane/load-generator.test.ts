import { expect, it } from "vitest";
import { generateLoad, type LoadAnswer } from "../../../sim/data-plane/load-generator.ts";
import { fixed, openEdge, pathIs } from "./edge.ts";

const A = "192.168.0.10";
const B = "192.168.1.10";

it("sends requests in turn, and tells what came back", async () => {
  const { addPods, addRule, listener } = await openEdge();
  addPods([A, B]);
  addRule(1, [pathIs("/old")], fixed("gone", "410"));
  const answers: LoadAnswer[] = [];
  const shop = { method: "GET", target: "/", headers: { host: "shop.test" } };
  const old = {
    method: "POST",
    target: "/old",
    headers: {},
    onAnswer: (answer: LoadAnswer) => void answers.push(answer),
  };
  const requests = [old, ...Array.from({ length: 99 }, () => shop)];
  const result = await generateLoad({ url: listener.url, requests, concurrency: 8 });
  expect(result).toMatchObject({ requests: 100, errors: 0, byStatus: { 200: 99, 410: 1 } });
  expect(answers.map(({ status, headers, body }) => [status, headers["server"], body])).toEqual([
    [410, "awselb/2.0", "gone"],
  ]);
  const { p50, p90, p99, max } = result.latency;
  expect([p50 > 0, p50 <= p90, p90 <= p99, p99 <= max]).toEqual([true, true, true, true]);
});

it("counts error answers and broken connections as errors", async () => {
  const { listener, call, loadBalancerArn } = await openEdge();
  const empty = await generateLoad({ url: listener.url, requests: 5 });
  expect([empty.errors, empty.byStatus]).toEqual([5, { 503: 5 }]);
  call("DeleteLoadBalancer", { LoadBalancerArn: loadBalancerArn });
  const gone = await generateLoad({ url: listener.url, requests: 5 });
  expect([gone.errors, gone.byStatus]).toEqual([5, {}]);
});

it("gives up when nobody answers", async () => {
  const { listener } = await openEdge({ listen: { clientAddress: "2001:db8::1" } });
  const result = await generateLoad({ url: listener.url, requests: 1000, concurrency: 4, timeoutMs: 20 });
  expect([result.errors, result.byStatus]).toEqual([1000, {}]);
});

it("sends nothing to other machines", async () => {
  await expect(generateLoad({ url: "http://192.0.2.1/", requests: 1 })).rejects.toThrow(
    "load is sent to 127.0.0.1 only, not to http://192.0.2.1/",
  );
});
