import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { Kind } from "../kind/kind.ts";
import { kindResource } from "../kind/resource.ts";
import { MINUTE_MS, unlessGone } from "../kind/waiting.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { acmState, VALIDITY_MS, type CertificateRecord } from "./state.ts";
import { validationRecord } from "./validation.ts";

/** As long as the provider waits until nobody holds a certificate. */
const IN_USE_MS = 20 * MINUTE_MS;

const kind: Kind<CertificateRecord, { readonly Tags: readonly Tag[] }> = {
  table: (cloud) => acmState(cloud).certificates,
  tagsOf: ({ tags }) => tags,
  tagging: (tags) => ({ Tags: tags }),
  changeTags(cloud, CertificateArn, { set, removedKeys }) {
    if (set.length > 0) {
      cloud.call(cloud.administrator, "acm", "AddTagsToCertificate", { CertificateArn, Tags: set });
    }
    if (removedKeys.length > 0) {
      const Tags = removedKeys.map((Key) => ({ Key }));
      cloud.call(cloud.administrator, "acm", "RemoveTagsFromCertificate", { CertificateArn, Tags });
    }
  },
};

/** Schema and times: terraform-provider-aws/internal/service/acm/certificate.go */
export const certificateResource = kindResource(kind, {
  token: "aws:acm/certificate:Certificate",
  schema: z.object({
    domainName: z.string(),
    subjectAlternativeNames: z.array(z.string()).optional(),
    validationMethod: z.literal("DNS"),
    ...tagsInput,
  }),
  replaceOnChange: ["domainName", "subjectAlternativeNames", "validationMethod"],
  computed: [
    ...[
      "arn",
      "domainValidationOptions",
      "keyAlgorithm",
      "notAfter",
      "notBefore",
      "options",
      "pendingRenewal",
    ],
    ...["renewalEligibility", "renewalSummaries", "status", "subjectAlternativeNames", "tagsAll", "type"],
    "validationEmails",
  ],

  isSame: (property, before, after) =>
    property === "subjectAlternativeNames" ? sameSet(before, after) : undefined,

  create({ cloud }, { domainName, subjectAlternativeNames, validationMethod }, tagging) {
    const { CertificateArn } = cloud.call(cloud.administrator, "acm", "RequestCertificate", {
      DomainName: domainName,
      ValidationMethod: validationMethod,
      ...(subjectAlternativeNames && { SubjectAlternativeNames: subjectAlternativeNames }),
      ...tagging,
    });
    return CertificateArn;
  },

  outputs: ({ cloud }, { arn, domainName, names, status, issuedAt }) => ({
    arn,
    domainName,
    subjectAlternativeNames: names,
    domainValidationOptions: names.map((name) => optionOf(cloud, name)),
    keyAlgorithm: "RSA_2048",
    options: { certificateTransparencyLoggingPreference: "ENABLED", export: "DISABLED" },
    pendingRenewal: false,
    renewalEligibility: "INELIGIBLE",
    renewalSummaries: [],
    status,
    type: "AMAZON_ISSUED",
    validationEmails: [],
    validationMethod: "DNS",
    notBefore: issuedAt === undefined ? undefined : new Date(issuedAt).toISOString(),
    notAfter: issuedAt === undefined ? undefined : new Date(issuedAt + VALIDITY_MS).toISOString(),
  }),

  delete({ cloud }, CertificateArn) {
    let refusal: AwsError | undefined;
    const isGone = () => {
      try {
        unlessGone(["ResourceNotFoundException"], () =>
          cloud.call(cloud.administrator, "acm", "DeleteCertificate", { CertificateArn }),
        );
        return true;
      } catch (error) {
        if (!(error instanceof AwsError) || error.code !== "ResourceInUseException") throw error;
        refusal = error;
        return false;
      }
    };
    if (!cloud.clock.waitUntil(isGone, IN_USE_MS)) throw refusal!;
  },
});

function optionOf(cloud: Cloud, domainName: string) {
  const { Name, Type, Value } = validationRecord(cloud, domainName);
  return { domainName, resourceRecordName: Name, resourceRecordType: Type, resourceRecordValue: Value };
}
