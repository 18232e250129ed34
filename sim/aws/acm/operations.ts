/** Operations of ACM for certificates that Amazon issues, validated by DNS. */
import type { Cloud } from "../../core/cloud.ts";
import { AwsError, NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { elbv2State } from "../elbv2/state.ts";
import { mergeTags, requestTagContext, resourceTagContext, type Tag } from "../tags.ts";
import { acmState, type CertificateRecord } from "./state.ts";
import { awaitRecords, isFound, validationRecord, type ValidationRecord } from "./validation.ts";

/** Names that a certificate has without a higher quota: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const MAX_NAMES = 10;

interface CertificateArn {
  readonly CertificateArn: string;
}

interface RequestInput {
  readonly DomainName: string;
  readonly SubjectAlternativeNames?: readonly string[];
  readonly ValidationMethod?: string;
  readonly Tags?: readonly Tag[];
}

interface CertificateDetail extends CertificateArn {
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

const on =
  (action: string) =>
  (cloud: Cloud, { CertificateArn: arn }: CertificateArn) => [
    {
      action: `acm:${action}`,
      resources: [arn],
      context: resourceTagContext(acmState(cloud).certificates.find(arn)?.tags),
    },
  ];

export const acmOperations = {
  RequestCertificate: operation<RequestInput, CertificateArn>({
    authorize: (_cloud, { Tags }) => [
      { action: "acm:RequestCertificate", resources: ["*"], context: requestTagContext(Tags) },
      ...(Tags?.length ? [{ action: "acm:AddTagsToCertificate", resources: ["*"] }] : []),
    ],
    run(cloud, { DomainName, SubjectAlternativeNames = [], ValidationMethod, Tags = [] }) {
      if (ValidationMethod !== "DNS") {
        throw new NotSimulated("acm:RequestCertificate", `validation ${ValidationMethod ?? "by e-mail"}`);
      }
      const names = [...new Set([DomainName, ...SubjectAlternativeNames])];
      if (names.length > MAX_NAMES) {
        throw new NotSimulated("acm:RequestCertificate", `more than ${MAX_NAMES} names, by a higher quota`);
      }
      const arn = cloud.arn("acm", `certificate/${cloud.ids.uuid()}`);
      const certificate = acmState(cloud).certificates.set(arn, {
        ...{ arn, domainName: DomainName, names, tags: [...Tags] },
        ...{ requestedAt: cloud.clock.now(), status: "PENDING_VALIDATION" },
      });
      awaitRecords(cloud, certificate);
      return { CertificateArn: arn };
    },
  }),

  DescribeCertificate: operation<CertificateArn, { readonly Certificate: CertificateDetail }>({
    authorize: on("DescribeCertificate"),
    run: (cloud, { CertificateArn: arn }) => ({
      Certificate: detail(cloud, acmState(cloud).certificates.get(arn)),
    }),
  }),

  DeleteCertificate: operation<CertificateArn, object>({
    authorize: on("DeleteCertificate"),
    run(cloud, { CertificateArn: arn }) {
      acmState(cloud).certificates.get(arn);
      if (usersOf(cloud, arn).length > 0) {
        throw new AwsError(
          "ResourceInUseException",
          `Certificate ${arn} in account ${cloud.accountId} is in use.`,
        );
      }
      acmState(cloud).certificates.delete(arn);
      return {};
    },
  }),

  AddTagsToCertificate: operation<CertificateArn & { readonly Tags: readonly Tag[] }, object>({
    authorize: on("AddTagsToCertificate"),
    run(cloud, { CertificateArn: arn, Tags }) {
      const certificate = acmState(cloud).certificates.get(arn);
      certificate.tags = mergeTags(certificate.tags, Tags);
      return {};
    },
  }),

  RemoveTagsFromCertificate: operation<
    CertificateArn & { readonly Tags: readonly { readonly Key: string }[] },
    object
  >({
    authorize: on("RemoveTagsFromCertificate"),
    run(cloud, { CertificateArn: arn, Tags }) {
      const certificate = acmState(cloud).certificates.get(arn);
      const removed = Tags.map(({ Key }) => Key);
      certificate.tags = certificate.tags.filter(({ Key }) => !removed.includes(Key));
      return {};
    },
  }),
};

function usersOf(cloud: Cloud, arn: string): string[] {
  const holding = elbv2State(cloud).listeners.where(({ certificateArns }) => certificateArns.includes(arn));
  return [...new Set(holding.map(({ loadBalancerArn }) => loadBalancerArn))];
}

function detail(cloud: Cloud, certificate: CertificateRecord): CertificateDetail {
  const { arn, domainName, names, status, issuedAt } = certificate;
  return {
    CertificateArn: arn,
    DomainName: domainName,
    SubjectAlternativeNames: names,
    Status: status,
    ...(issuedAt !== undefined && { IssuedAt: issuedAt }),
    InUseBy: usersOf(cloud, arn),
    DomainValidationOptions: names.map((name) => ({
      DomainName: name,
      ValidationStatus: status === "ISSUED" || isFound(cloud, name) ? "SUCCESS" : "PENDING_VALIDATION",
      ResourceRecord: validationRecord(cloud, name),
    })),
  };
}
