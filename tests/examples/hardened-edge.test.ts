import { expect, it } from "vitest";
import type { TestedLoadBalancer } from "../../fleet/local/report.ts";
import { logsState } from "../../sim/aws/logs/state.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import type { VirtualRequest } from "../../sim/data-plane/virtual-request.ts";
import { answersOf, runExample, type RunningExample } from "../support/example.ts";

const host = "secure.example.com";

/** What comes of a request a second in the end, from some address. */
function outcome(
  { session: { cloud } }: RunningExample,
  dnsName: string,
  request: VirtualRequest,
  clientAddress: string,
) {
  const load = new VirtualLoad(cloud, { dnsName, clientAddress, requests: [{ host, ...request }] });
  cloud.clock.advance(60_000);
  load.take();
  cloud.clock.advance(10_000);
  const [failed = "answered"] = Object.keys(load.take().failed);
  load.stop();
  return failed.replace(/ of .*/, "");
}

it("examples/hardened-edge lets in whom it should, and tells in its log whom it does not", async () => {
  const leftovers = await runExample("hardened-edge", (example) => {
    const clusters = ["secure-blue", "secure-green"];
    expect(answersOf(example)).toEqual({ admin: clusters, api: clusters, web: clusters });
    const [{ dnsName, listeners }] = example.loadBalancers as [TestedLoadBalancer];
    expect(listeners).toMatchObject([{ protocol: "HTTP" }, { protocol: "HTTPS", hidesServer: true }]);
    const from = (request: VirtualRequest, address = "192.0.2.7") =>
      outcome(example, dnsName, request, address);
    const status = 200;
    expect([
      from({ status }),
      from({ status, target: "/api/items", perSecond: 6 }),
      from({ status, bodyBytes: 8_193 }),
      from({ status, target: "/upload/1", perSecond: 2 }),
      from({ status, target: "/upload/1", bodyBytes: 1_000_000 }, "192.0.2.8"),
      from({ status }, "203.0.113.200"),
    ]).toEqual(["answered", "status 429", "status 413", "status 429", "answered", "status 403"]);
    const [group] = logsState(example.session.cloud).groups.values();
    const rules = group!.events.map(
      ({ message }) => (JSON.parse(message) as { terminatingRuleId: string }).terminatingRuleId,
    );
    expect(new Set(rules)).toEqual(new Set(["rate-api", "long-bodies", "rate-upload", "blocked-addresses"]));
  });
  expect(leftovers).toEqual([]);
});
