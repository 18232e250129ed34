import { expect, it } from "vitest";
import { publicRecordSet } from "../../sim/aws/route53/lookup.ts";
import { route53State } from "../../sim/aws/route53/state.ts";
import { VirtualLoad } from "../../sim/data-plane/virtual-load.ts";
import { answersOf, runExample, type RunningExample } from "../support/example.ts";

const NAME = "tetris.example.com";

it("examples/external-dns has a name for what both clusters share and one for what each has, as long as it is up", async () => {
  let cloud: RunningExample["session"]["cloud"] | undefined;
  const leftovers = await runExample("external-dns", (example) => {
    expect(answersOf(example)).toEqual({ tetris: ["tetris", "tetris-2"] });
    ({ cloud } = example.session);
    cloud.clock.advance(60_000);
    const load = new VirtualLoad(cloud, { dnsName: "play.example.com" });
    cloud.clock.advance(10_000);
    const { failed, shareByCluster } = load.take();
    load.stop();
    expect([failed, shareByCluster]).toEqual([{}, { tetris: 0.9, "tetris-2": 0.1 }]);
    expect(
      example.loadBalancers.flatMap(({ names }) => names.map(({ name, share }) => [name, share])),
    ).toEqual([
      [NAME, 1],
      ["play.example.com", 0.9],
      ["play.example.com", 0.1],
    ]);
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
