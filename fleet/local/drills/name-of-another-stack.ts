import { addHostedZone } from "../../../sim/aws/route53/operations.ts";
import { route53State, type ResourceRecordSet } from "../../../sim/aws/route53/state.ts";
import type { Drill } from "./drill.ts";
import { beforeFirst } from "./mistakes.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

const HostedZoneId = "Z0DRILL0EXAMPLE0COM0";
const NAME = "shop.example.com";

const ADDRESS = record(NAME, "A", "192.0.2.1");
const OWNERSHIP = record(
  `a-${NAME}`,
  "TXT",
  '"heritage=external-dns,external-dns/owner=other,external-dns/resource=ingress/shop/shop"',
);

export const nameOfAnotherStack: Drill = {
  name: "name-of-another-stack",
  summary: "a name has a record already: the stack refuses it, and AWS does where it comes in between",
  cause:
    "Somebody else has a record of this name in the zone: another project, an ExternalDNS - whose TXT record beside it says " +
    "so -, or a person. The stack makes records of its own and takes over none, for two owners would set it by turns, and the " +
    "first of them to go would take it from the other. It looks at the zone before it makes anything; what somebody makes " +
    "after that is refused by AWS.",
  remedy:
    "Decide who owns the name. Let the present owner give it up (clients keep the old address for as long as its TTL says), " +
    "or take it out of dns.names. The Ingress of a stack with dns tells an ExternalDNS that runs beside it to leave its hosts " +
    "alone: it then deletes what it has made, so let it do so first - with the TXT records deleted it keeps them. A record " +
    "that is to stay without a gap is imported in the place of the stack's own, once that has another name in dns.names: " +
    "`pulumi import aws:route53/record:Record <clusterName>-names-<name> <zone>_<name>_A --parent names=<URN of the DnsNames>`.",
  async play(scene) {
    const stage = (await scene.stage("owner")).with({
      dns: JSON.stringify({ names: [NAME], zone: { id: HostedZoneId } }),
    });
    const { primary, cloud } = stage;
    addHostedZone(cloud, { id: HostedZoneId, name: "example.com", delegated: true });
    change(stage, "CREATE", [ADDRESS, OWNERSHIP]);
    const refused = [...(await stage.fail(primary)), ...records(stage)];
    change(stage, "DELETE", [ADDRESS, OWNERSHIP]);
    const between = await stage.fail(
      primary,
      beforeFirst("aws:route53/record:Record", () => {
        change(stage, "CREATE", [ADDRESS]);
      }),
    );
    change(stage, "DELETE", [ADDRESS]);
    await stage.up(primary);
    return {
      moments: [
        { when: "somebody else has the name", symptoms: refused },
        { when: "somebody else takes the name during the update", symptoms: between },
      ],
      afterRemedy: [{ when: "the other owner has given it up", symptoms: records(stage) }],
    };
  },
};

function record(Name: string, Type: string, Value: string): ResourceRecordSet {
  return { Name, Type, TTL: 300, ResourceRecords: [{ Value }] };
}

function change(
  { cloud }: Stage,
  Action: "CREATE" | "DELETE",
  recordSets: readonly ResourceRecordSet[],
): void {
  const Changes = recordSets.map((ResourceRecordSet) => ({ Action, ResourceRecordSet }));
  cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", {
    HostedZoneId,
    ChangeBatch: { Changes },
  });
}

function records({ cloud }: Stage): Symptom[] {
  return route53State(cloud)
    .recordSets.values()
    .map(({ Name, Type, AliasTarget, ResourceRecords = [] }) => ({
      where: `Route 53, ${Name}`,
      what: `${Type} ${AliasTarget === undefined ? ResourceRecords.map(({ Value }) => Value).join(" ") : "alias of a load balancer"}`,
    }));
}
