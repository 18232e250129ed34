import { expect, it } from "vitest";
import { publicRecordSet } from "../../sim/aws/route53/lookup.ts";
import { route53State } from "../../sim/aws/route53/state.ts";
import { answersOf, runExample, type RunningExample } from "../support/example.ts";

const NAME = "tetris.example.com";

it("examples/external-dns has one name for both clusters, as long as it is up", async () => {
  let cloud: RunningExample["session"]["cloud"] | undefined;
  const leftovers = await runExample("external-dns", (example) => {
    expect(answersOf(example)).toEqual({ tetris: ["tetris", "tetris-2"] });
    ({ cloud } = example.session);
    cloud.clock.advance(60_000);
    const { AliasTarget } = publicRecordSet(cloud, NAME, "A") ?? {};
    expect(AliasTarget?.DNSName).toBe(example.loadBalancers[0]!.dnsName);
    const owner = publicRecordSet(cloud, `a-${NAME}`, "TXT")?.ResourceRecords?.[0]?.Value;
    expect(owner).toContain("external-dns/owner=multicluster-ingress/tetris,");
    const refused = cloud.journal
      .entries()
      .filter(({ service, error }) => service === "route53" && error !== undefined);
    expect(refused).toEqual([]);
  });
  expect(leftovers).toEqual([]);
  expect(route53State(cloud!).recordSets.values()).toEqual([]);
});
