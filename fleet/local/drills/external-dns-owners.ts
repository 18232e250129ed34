import type { Drill } from "./drill.ts";
import {
  answer,
  askFor,
  records,
  said,
  stageWithZone,
  takeBack,
  wait,
  withExternalDns,
} from "./external-dns-stage.ts";

const NAME = "shop.example.com";

export const oneOwnerTwice: Drill = {
  name: "one-owner-id-twice",
  summary: "the ExternalDNS of two clusters have one owner id: each deletes what the other makes",
  cause:
    "ExternalDNS knows its records by the owner id in the TXT records beside them. With one id in two clusters each finds " +
    "records there that it seems to have made and that nothing in its own cluster asks for, and with policy sync it deletes " +
    "them. The other makes them again a minute later: names come and go for ever. Stacks of one project are refused with one " +
    "id; those of two projects do not know of each other.",
  remedy:
    "Give every cluster an owner id of its own: leave txtOwnerId out, and it is made of project and cluster. What a cluster made " +
    "under the former id is deleted by who still has that, and made anew a minute later; with upsert-only it stays, and nobody " +
    "changes it any more: delete it with its TXT records.",
  async play(scene) {
    const stage = withExternalDns(await stageWithZone(scene), { txtOwnerId: "shared" });
    const { primary, member, cloud } = stage;
    await stage.up(primary);
    await stage.up(member);
    const begun = cloud.clock.timestamp();
    askFor(stage, primary, "one.example.com");
    askFor(stage, member, "two.example.com");
    wait(stage, 5);
    const fight = [said(stage, primary, begun), said(stage, member, begun)];
    await withExternalDns(stage, { txtOwnerId: "other" }).up(member);
    wait(stage, 5);
    return {
      moments: [{ when: "two clusters have owner id shared", symptoms: fight }],
      afterRemedy: [{ when: "the second cluster has an id of its own", symptoms: records(stage) }],
    };
  },
};

export const twoOwners: Drill = {
  name: "two-owners-of-a-name",
  summary:
    "two clusters ask for one name: the first has it, the second says nothing, and when the first goes there is a gap",
  cause:
    "A name has one owner. The ExternalDNS that comes second leaves the record alone: it logs so at level debug only, and " +
    "nobody notices. When the first lets the name go its record is deleted, and until the second goes round again, up to a " +
    "minute later, there is none; clients keep that answer for as long as the zone says (its SOA record).",
  remedy:
    "Let one cluster ask for the name of a load balancer that several share, or make it with the key dns. To hand a name over " +
    "without a gap, stop the second from being late: give its Ingress another name first, move clients, then take the old name away.",
  async play(scene) {
    const stage = withExternalDns(await stageWithZone(scene));
    const { primary, member, cloud } = stage;
    await stage.up(primary);
    await stage.up(member);
    askFor(stage, primary, NAME);
    wait(stage);
    const begun = cloud.clock.timestamp();
    askFor(stage, member, NAME);
    wait(stage);
    const silent = [said(stage, member, begun), ...records(stage)];
    cloud.clock.advance(20_000);
    takeBack(stage, primary);
    cloud.clock.advance(6000);
    const gap = [answer(stage, NAME), ...records(stage)];
    wait(stage);
    return {
      moments: [
        { when: "the second cluster asks for the name", symptoms: silent },
        { when: "the first lets it go", symptoms: gap },
      ],
      afterRemedy: [
        { when: "the second has gone round again", symptoms: [answer(stage, NAME), ...records(stage)] },
      ],
    };
  },
};
