/** Certificates that Amazon issues, validated by DNS. https://docs.aws.amazon.com/acm/latest/APIReference/API_Operations.html */
import { z } from "zod";
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { elbv2State } from "../elbv2/state.ts";
import { apiKind } from "../kind/api-kind.ts";
import { callsOf } from "../kind/call.ts";
import { tagOperations } from "../kind/tagging.ts";
import { deleteWhenFree, MINUTE_MS } from "../kind/waiting.ts";
import { sameSet } from "../pulumi/sets.ts";
import { tagsInput } from "../pulumi/tags.ts";
import type { Tag } from "../tags.ts";
import { acmState, VALIDITY_MS, type CertificateRecord } from "./state.ts";
import { awaitRecords, isFound, validationRecord, type ValidationRecord } from "./validation.ts";

/** Names that a certificate has without a higher quota: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const MAX_NAMES = 10;

/** As long as the provider waits until nobody holds a certificate. */
const IN_USE_MS = 20 * MINUTE_MS;

const tagging = {
  tag: "AddTagsToCertificate",
  untag: "RemoveTagsFromCertificate",
  key: "CertificateArn",
  removed: "Tags",
} as const;
const certificates = apiKind({
  ...{ service: "acm", key: "CertificateArn", delete: "DeleteCertificate", tagging },
  table: (cloud) => acmState(cloud).certificates,
});

interface RequestInput {
  readonly DomainName: string;
  readonly SubjectAlternativeNames?: readonly string[];
  readonly ValidationMethod?: string;
  readonly Tags?: readonly Tag[];
}

interface CertificateDetail {
  readonly CertificateArn: string;
  readonly DomainName: string;
  readonly SubjectAlternativeNames: readonly string[];
  readonly Status: CertificateRecord["status"];
  readonly IssuedAt?: number;
  /** Load balancers with a listener that has it. */
  readonly InUseBy: readonly string[];
  readonly DomainValidationOptions: readonly {
    readonly DomainName: string;
    readonly ValidationStatus: "PENDING_VALIDATION" | "SUCCESS";
    readonly ResourceRecord: ValidationRecord;
  }[];
}

export const acmOperations = {
  ...tagOperations("acm", tagging, certificates.table),

  RequestCertificate: operation<RequestInput, { readonly CertificateArn: string }>({
    authorize: certificates.onNew("RequestCertificate", () => "*"),
    run(cloud, { DomainName: domainName, SubjectAlternativeNames = [], ValidationMethod, Tags: tags = [] }) {
      const names = [...new Set([domainName, ...SubjectAlternativeNames])];
      if (ValidationMethod !== "DNS") throw notSimulated(`validation ${ValidationMethod ?? "by e-mail"}`);
      if (names.length > MAX_NAMES) throw notSimulated(`more than ${MAX_NAMES} names, by a higher quota`);
      const arn = cloud.arn("acm", `certificate/${cloud.ids.uuid()}`);
      const requestedAt = cloud.clock.now();
      const certificate = {
        arn,
        domainName,
        names,
        tags,
        requestedAt,
        status: "PENDING_VALIDATION",
      } as const;
      awaitRecords(cloud, certificates.table(cloud).set(arn, certificate));
      return { CertificateArn: arn };
    },
  }),

  DescribeCertificate: certificates.on<object, { readonly Certificate: CertificateDetail }>(
    "DescribeCertificate",
    (certificate, _input, cloud) => ({ Certificate: detail(cloud, certificate) }),
  ),

  DeleteCertificate: certificates.deletion(({ arn }, cloud) => {
    if (usersOf(cloud, arn).length === 0) return;
    throw new AwsError(
      "ResourceInUseException",
      `Certificate ${arn} in account ${cloud.accountId} is in use.`,
    );
  }),
};

function notSimulated(what: string): NotSimulated {
  return new NotSimulated("acm:RequestCertificate", what);
}

function usersOf(cloud: Cloud, arn: string): string[] {
  const holding = elbv2State(cloud).listeners.where(({ certificateArns }) => certificateArns.includes(arn));
  return [...new Set(holding.map(({ loadBalancerArn }) => loadBalancerArn))];
}

function detail(cloud: Cloud, certificate: CertificateRecord): CertificateDetail {
  const { arn, domainName, names, status, issuedAt } = certificate;
  return {
    ...{ CertificateArn: arn, DomainName: domainName, SubjectAlternativeNames: names, Status: status },
    ...(issuedAt !== undefined && { IssuedAt: issuedAt }),
    InUseBy: usersOf(cloud, arn),
    DomainValidationOptions: names.map((name) => ({
      DomainName: name,
      ValidationStatus: status === "ISSUED" || isFound(cloud, name) ? "SUCCESS" : "PENDING_VALIDATION",
      ResourceRecord: validationRecord(cloud, name),
    })),
  };
}

/** Outputs that are the same of all certificates here. */
const FIXED_OUTPUTS = {
  ...{ keyAlgorithm: "RSA_2048", type: "AMAZON_ISSUED", validationMethod: "DNS" },
  ...{ pendingRenewal: false, renewalEligibility: "INELIGIBLE", renewalSummaries: [], validationEmails: [] },
  options: { certificateTransparencyLoggingPreference: "ENABLED", export: "DISABLED" },
};

/** Schema and times: terraform-provider-aws/internal/service/acm/certificate.go */
export const certificateResource = certificates.resource({
  token: "aws:acm/certificate:Certificate",
  schema: z.object({
    domainName: z.string(),
    subjectAlternativeNames: z.array(z.string()).optional(),
    validationMethod: z.literal("DNS"),
    ...tagsInput,
  }),
  replaceOnChange: ["domainName", "subjectAlternativeNames", "validationMethod"],
  computed: [
    ...["arn", "domainValidationOptions", "notAfter", "notBefore", "status", "subjectAlternativeNames"],
    ...["tagsAll", ...Object.keys(FIXED_OUTPUTS)],
  ],
  isSame: (property, before, after) =>
    property === "subjectAlternativeNames" ? sameSet(before, after) : undefined,

  create({ cloud }, { domainName: DomainName, subjectAlternativeNames, validationMethod }, { Tags }) {
    return callsOf("acm")(cloud, "RequestCertificate", {
      ...{ DomainName, ValidationMethod: validationMethod, Tags },
      ...(subjectAlternativeNames && { SubjectAlternativeNames: subjectAlternativeNames }),
    }).CertificateArn;
  },

  outputs: ({ cloud }, { arn, domainName, names, status, issuedAt }) => ({
    ...FIXED_OUTPUTS,
    ...{ arn, domainName, subjectAlternativeNames: names, status },
    domainValidationOptions: names.map((name) => optionOf(cloud, name)),
    ...(issuedAt !== undefined && {
      notBefore: new Date(issuedAt).toISOString(),
      notAfter: new Date(issuedAt + VALIDITY_MS).toISOString(),
    }),
  }),

  delete(context, arn) {
    deleteWhenFree(
      context,
      IN_USE_MS,
      () => certificates.remove(context.cloud, arn),
      "ResourceInUseException",
    );
  },
});

function optionOf(cloud: Cloud, domainName: string) {
  const { Name, Type, Value } = validationRecord(cloud, domainName);
  return { domainName, resourceRecordName: Name, resourceRecordType: Type, resourceRecordValue: Value };
}
