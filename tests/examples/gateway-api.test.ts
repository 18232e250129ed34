import { expect, it } from "vitest";
import { publicRecordSet } from "../../sim/aws/route53/lookup.ts";
import { route53State } from "../../sim/aws/route53/state.ts";
import { clustersOf } from "../../sim/kubernetes/clusters.ts";
import { answersOf, runExample, type RunningExample } from "../support/example.ts";

const NAME = "gwapi.example.com";

it("examples/gateway-api has one Gateway for both clusters, with a name of its route", async () => {
  let cloud: RunningExample["session"]["cloud"] | undefined;
  const leftovers = await runExample("gateway-api", (example) => {
    expect(answersOf(example)).toEqual({ "2048": ["gwapi", "gwapi-2"] });
    ({ cloud } = example.session);
    cloud.clock.advance(60_000);
    const { AliasTarget } = publicRecordSet(cloud, NAME, "A") ?? {};
    expect(AliasTarget?.DNSName).toBe(example.loadBalancers[0]!.dnsName);
    const api = (name: string) => clustersOf(cloud!).get(name)!.api;
    expect(api("gwapi").list("gateway.networking.k8s.io/v1/HTTPRoute")).toHaveLength(2);
    expect(api("gwapi").list("networking.k8s.io/v1/Ingress")).toEqual([]);
  });
  expect(leftovers).toEqual([]);
  expect(route53State(cloud!).recordSets.values()).toEqual([]);
});
