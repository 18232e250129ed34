import { z } from "zod";
import { callsOf } from "../kind/call.ts";
import { MINUTE_MS } from "../kind/waiting.ts";
import { awsResource } from "../pulumi/resource.ts";
import { sameSet } from "../pulumi/sets.ts";
import { acmState } from "./state.ts";

const TIMEOUT_MS = 75 * MINUTE_MS;

/** Go's text of no time: the provider takes the moment of issue from what it read before it waited. */
const NOT_YET = "0001-01-01 00:00:00 +0000 UTC";

/** Schema and words: terraform-provider-aws/internal/service/acm/certificate_validation.go */
export const certificateValidationResource = awsResource({
  token: "aws:acm/certificateValidation:CertificateValidation",
  schema: z.object({
    certificateArn: z.string(),
    validationRecordFqdns: z.array(z.string()).optional(),
  }),
  replaceOnChange: ["certificateArn", "validationRecordFqdns"],
  computed: [],

  isSame: (property, before, after) =>
    property === "validationRecordFqdns" ? sameSet(before, after) : undefined,

  create({ cloud, timeoutMs = TIMEOUT_MS }, { certificateArn: CertificateArn, validationRecordFqdns }) {
    const look = () => callsOf("acm")(cloud, "DescribeCertificate", { CertificateArn }).Certificate;
    const { DomainValidationOptions, IssuedAt } = look();
    const given = validationRecordFqdns?.map((name) => name.replace(/\.$/, ""));
    const missing = DomainValidationOptions.map(({ DomainName, ResourceRecord }) => ({
      domain: DomainName,
      name: ResourceRecord.Name.replace(/\.$/, ""),
    })).filter(({ name }) => given?.includes(name) === false);
    if (missing.length > 0) {
      throw new Error(
        missing.map(({ domain, name }) => `missing ${domain} DNS validation record: ${name}`).join("\n"),
      );
    }
    if (!cloud.clock.waitUntil(() => look().Status !== "PENDING_VALIDATION", timeoutMs)) {
      throw new Error(
        `waiting for ACM Certificate (${CertificateArn}) to be issued: timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', timeout: ${duration(timeoutMs)})`,
      );
    }
    return IssuedAt === undefined ? NOT_YET : new Date(IssuedAt).toISOString();
  },

  read({ cloud }, _id, { certificateArn, validationRecordFqdns }) {
    const found = acmState(cloud).certificates.find(String(certificateArn));
    return found?.status === "ISSUED" ? { certificateArn, validationRecordFqdns } : undefined;
  },

  // Nothing of it is in AWS.
  delete: () => undefined,
});

/** As Go writes it: `1h15m0s`. */
function duration(ms: number): string {
  const minutes = ms / MINUTE_MS;
  const hours = Math.floor(minutes / 60);
  return `${hours > 0 ? `${hours}h` : ""}${minutes % 60}m0s`;
}
