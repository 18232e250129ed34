import type { Drill } from "./drill.ts";
import {
  answer,
  askFor,
  delegateZone,
  records,
  said,
  stageWithZone,
  wait,
  withExternalDns,
} from "./external-dns-stage.ts";

const NAME = "shop.example.com";
const EARLIER = "external-dns.alpha.kubernetes.io/";
const TODAY = "external-dns.kubernetes.io/";

export const annotationPrefixTrap: Drill = {
  name: "annotation-prefix-trap",
  summary:
    "ExternalDNS reads annotations with another prefix: with sync it deletes the names of all that have the earlier one",
  cause:
    "Since 0.22 ExternalDNS reads annotations that begin with external-dns.kubernetes.io/, before that it was " +
    "external-dns.alpha.kubernetes.io/; one program reads one prefix, and no other as a way out. Objects with the other one " +
    "ask for nothing, as far as it sees, and sync deletes what nothing asks for. It is the same with a source that is left " +
    "out. Hosts in the rules of an Ingress stay.",
  remedy:
    "Set annotationPrefix to the earlier one and update: the names come back within a minute. Then write both prefixes on " +
    "every object, change annotationPrefix, and take the earlier annotations away when the names have stayed. Change it with " +
    "policy upsert-only, which deletes nothing.",
  async play(scene) {
    const stage = await stageWithZone(scene);
    const { primary, cloud } = stage;
    await withExternalDns(stage, { annotationPrefix: EARLIER }).up(primary);
    askFor(stage, primary, NAME, [EARLIER]);
    wait(stage);
    const before = [answer(stage, NAME)];
    const begun = cloud.clock.timestamp();
    await withExternalDns(stage).up(primary);
    wait(stage);
    const gone = [said(stage, primary, begun), answer(stage, NAME)];
    await withExternalDns(stage, { annotationPrefix: EARLIER }).up(primary);
    wait(stage);
    const back = [answer(stage, NAME)];
    askFor(stage, primary, NAME, [EARLIER, TODAY]);
    await withExternalDns(stage).up(primary);
    wait(stage);
    return {
      moments: [
        { when: "ExternalDNS reads the earlier prefix", symptoms: before },
        { when: "ExternalDNS reads today's prefix", symptoms: gone },
      ],
      afterRemedy: [
        { when: "annotationPrefix is the earlier one again", symptoms: back },
        {
          when: "the object has both prefixes, and ExternalDNS reads today's",
          symptoms: [answer(stage, NAME)],
        },
      ],
    };
  },
};

export const nameOutsideFilter: Drill = {
  name: "name-outside-of-filter",
  summary: "a name is in none of the domains of ExternalDNS's filter: it has no record, and nobody says so",
  cause:
    "ExternalDNS leaves every name alone that is not in domainFilters (by default the names of its zones), and says that all " +
    "records are up to date. Its role could not change other zones anyway.",
  remedy:
    "Compare the host with addons.externalDns.domainFilters and zones. Add the domain, and its zone where that is another " +
    "one; or give the Ingress a host that is in the filter.",
  async play(scene) {
    const stage = await stageWithZone(scene);
    const { primary, cloud } = stage;
    await withExternalDns(stage, { domainFilters: ["apps.example.com"] }).up(primary);
    const begun = cloud.clock.timestamp();
    askFor(stage, primary, NAME);
    wait(stage);
    const silent = [said(stage, primary, begun), ...records(stage), answer(stage, NAME)];
    await withExternalDns(stage, { domainFilters: ["apps.example.com", NAME] }).up(primary);
    wait(stage);
    return {
      moments: [{ when: "domainFilters are apps.example.com", symptoms: silent }],
      afterRemedy: [
        { when: "domainFilters have the name, too", symptoms: [...records(stage), answer(stage, NAME)] },
      ],
    };
  },
};

export const zoneDelegatedElsewhere: Drill = {
  name: "zone-delegated-elsewhere",
  summary: "the domain above names other name servers: records are made, and nobody gets them",
  cause:
    "A hosted zone answers those who ask its name servers. Where the domain above, or the registrar, names others - of a second " +
    "zone of the same name, or of another provider - records in it have no effect. ExternalDNS does not look at that: it " +
    "finds its records in the zone, and all is up to date.",
  remedy:
    "Compare `dig NS <domain>` with the name servers of the hosted zone (`aws route53 get-hosted-zone --id <id>`), and let the " +
    "domain above name those; or give addons.externalDns.zones the zone that is asked.",
  async play(scene) {
    const stage = withExternalDns(await stageWithZone(scene, { delegated: false }));
    const { primary, cloud } = stage;
    await stage.up(primary);
    askFor(stage, primary, NAME);
    const begun = cloud.clock.timestamp();
    wait(stage);
    const unheard = [said(stage, primary, begun), ...records(stage), answer(stage, NAME)];
    delegateZone(stage);
    return {
      moments: [{ when: "the domain above names other name servers", symptoms: unheard }],
      afterRemedy: [{ when: "it names those of the zone", symptoms: [answer(stage, NAME)] }],
    };
  },
};
