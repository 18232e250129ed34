import type * as aws from "@pulumi/aws";
import type { PublicZone } from "../shared/hosted-zone.ts";
import type { Tags } from "../shared/tags.ts";
import type { Transform } from "../shared/transform.ts";

export interface CertificateArgs {
  /**
   * Names that the certificate is for, the first one its common name of up to 64 characters: exact ones, and wildcards such
   * as `*.example.com`, which stand for one label. Up to 10, unless AWS has raised the quota. Other names make a new
   * certificate, and the old one goes when nothing has it any more.
   * @example ["example.com", "*.example.com"]
   */
  readonly names: readonly string[];
  /**
   * The public hosted zone that all names are in. The domain above must name its name servers, or the certificate is never
   * issued.
   * @example { name: "example.com" }
   */
  readonly zone: PublicZone;
  /**
   * Whether the records of validation stay when the certificate goes. All certificates of an account have the same record
   * for a domain, and are renewed for as long as it is there: true where another stack has a certificate for one of the
   * domains.
   * @default false
   */
  readonly keepRecords?: boolean;
  /**
   * Tags of the certificate.
   * @default - none
   */
  readonly tags?: Tags;
  /** Changes children where the args above do not reach. */
  readonly transform?: CertificateTransforms;
}

export interface CertificateTransforms {
  readonly certificate?: Transform<aws.acm.CertificateArgs>;
  /** Of every record. */
  readonly record?: Transform<aws.route53.RecordArgs>;
  /** `customTimeouts` says how long to wait for the certificate; the provider does so for 75 minutes. */
  readonly validation?: Transform<aws.acm.CertificateValidationArgs>;
}

/** Children of a {@link Certificate}. */
export interface CertificateNodes {
  readonly certificate: aws.acm.Certificate;
  /** By domain: an apex and its wildcard share one. */
  readonly records: Readonly<Record<string, aws.route53.Record>>;
  readonly validation: aws.acm.CertificateValidation;
}
