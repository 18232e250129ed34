import { acmState } from "../../../sim/aws/acm/state.ts";
import { addHostedZone } from "../../../sim/aws/route53/operations.ts";
import { route53State } from "../../../sim/aws/route53/state.ts";
import type { Drill } from "./drill.ts";
import { beforeFirst } from "./mistakes.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const ZONE_ID = "Z0DRILL0EXAMPLE0COM0";

export const certificatePending: Drill = {
  name: "certificate-pending",
  summary: "a certificate is never issued: its zone is not asked by the public, or its record is gone",
  cause:
    "ACM issues a certificate when it finds a record for each of its names, by the public DNS. It does not where the domain " +
    "above names other name servers than those of the hosted zone, and where somebody has deleted the record. ACM says " +
    "nothing of the reason: the certificate is pending, and after 72 hours it is given up.",
  remedy:
    "Compare `dig NS <domain>` with the name servers of the hosted zone, and let the domain above name those; see that " +
    "`dig CNAME` finds the record that ACM tells. Then update again: the certificate that is there is issued within minutes. " +
    "A record that Pulumi made and somebody deleted comes back by `pulumi refresh` and an update.",
  async play(scene) {
    const stage = (await scene.stage("owner")).with({
      certificate: JSON.stringify({ names: ["example.com", "*.example.com"], zone: { id: ZONE_ID } }),
    });
    const { primary, cloud } = stage;
    const zone = { id: ZONE_ID, name: "example.com" };
    addHostedZone(cloud, { ...zone, delegated: false });
    const elsewhere = [...(await stage.fail(primary)), ...certificates(stage)];
    addHostedZone(cloud, { ...zone, delegated: true });
    const { recordSets } = route53State(cloud);
    const [record] = recordSets.values();
    const missing = await stage.fail(
      primary,
      beforeFirst(VALIDATION, () => {
        change(stage, "DELETE");
      }),
    );
    missing.push(...certificates(stage));
    change(stage, "CREATE");
    await stage.up(primary);
    return {
      moments: [
        { when: "the domain above names other name servers", symptoms: elsewhere },
        { when: "the zone is asked, and the record of validation is deleted", symptoms: missing },
      ],
      afterRemedy: [{ when: "the record is back", symptoms: certificates(stage) }],
    };

    function change({ cloud }: Stage, Action: "CREATE" | "DELETE"): void {
      const { zoneId: HostedZoneId, ...ResourceRecordSet } = record!;
      const ChangeBatch = { Changes: [{ Action, ResourceRecordSet }] };
      cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", { HostedZoneId, ChangeBatch });
    }
  },
};

/** What `aws acm describe-certificate` shows. */
function certificates({ cloud }: Stage): Symptom[] {
  return acmState(cloud)
    .certificates.values()
    .map(({ arn }) => {
      const { Certificate } = cloud.call(cloud.administrator, "acm", "DescribeCertificate", {
        CertificateArn: arn,
      });
      const { DomainName, Status, DomainValidationOptions } = Certificate;
      const found = DomainValidationOptions.map(
        (option) => `${option.DomainName}: ${option.ValidationStatus}`,
      );
      return { where: `ACM certificate ${DomainName}`, what: [Status, ...found].join("\n") };
    });
}
