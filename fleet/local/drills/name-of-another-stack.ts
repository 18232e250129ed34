import { addHostedZone } from "../../../sim/aws/route53/operations.ts";
import { route53State } from "../../../sim/aws/route53/state.ts";
import type { Drill } from "./drill.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

const HostedZoneId = "Z0DRILL0EXAMPLE0COM0";
const NAME = "shop.example.com";

export const nameOfAnotherStack: Drill = {
  name: "name-of-another-stack",
  summary: "a name has a record already: AWS refuses a second owner",
  cause:
    "Somebody else has a record of this name in the zone: another project, an ExternalDNS - whose TXT record beside it says " +
    "so -, or a person. The stack makes records of its own and takes over none, for two owners would set it by turns, and the " +
    "first of them to go would take it from the other.",
  remedy:
    "Decide who owns the name. Let the present owner give it up (clients keep the old address for as long as its TTL says), " +
    "or take it out of dns.names. To take the record over as it is, import it: " +
    "`pulumi import aws:route53/record:Record <name> <zone>_<name>_A`.",
  async play(scene) {
    const stage = (await scene.stage("owner")).with({
      dns: JSON.stringify({ names: [NAME], zone: { id: HostedZoneId } }),
    });
    const { primary, cloud } = stage;
    addHostedZone(cloud, { id: HostedZoneId, name: "example.com", delegated: true });
    change(stage, "CREATE");
    const refused = [...(await stage.fail(primary)), ...records(stage)];
    change(stage, "DELETE");
    await stage.up(primary);
    return {
      moments: [{ when: "somebody else has the name", symptoms: refused }],
      afterRemedy: [{ when: "the other owner has given it up", symptoms: records(stage) }],
    };
  },
};

function change({ cloud }: Stage, Action: "CREATE" | "DELETE"): void {
  const ResourceRecordSet = { Name: NAME, Type: "A", TTL: 300, ResourceRecords: [{ Value: "192.0.2.1" }] };
  const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] };
  cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", { HostedZoneId, ChangeBatch });
}

function records({ cloud }: Stage): Symptom[] {
  return route53State(cloud)
    .recordSets.values()
    .map(({ Name, Type, AliasTarget, ResourceRecords = [] }) => ({
      where: `Route 53, ${Name}`,
      what: `${Type} ${AliasTarget === undefined ? ResourceRecords.map(({ Value }) => Value).join(" ") : "alias of a load balancer"}`,
    }));
}
