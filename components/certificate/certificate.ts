import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createChild } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { CertificateArgs, CertificateNodes } from "./args.ts";
import { certificateProblems } from "./check.ts";
import { createRecords } from "./records.ts";
import { resolveCertificateArgs, type ResolvedCertificateArgs } from "./resolve.ts";

/** Names that a certificate has without a higher quota: https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html */
const NAMES_QUOTA = 10;

/**
 * A certificate of AWS Certificate Manager for listeners of a load balancer, which Amazon issues when it finds its records in
 * the zone of the names, and renews as long as they stay there.
 *
 * Other names make another certificate: it is issued before the listener gets it, and the former one goes after that.
 *
 * Certificates of the account for the same domain have one record among them: whoever takes theirs away takes it from the
 * others, which then are not renewed and end after at most 198 days. Where several stacks have such certificates, all of them
 * need `keepRecords`.
 *
 * @example
 * const certificate = new Certificate("shop", { names: ["example.com", "*.example.com"], zone: { name: "example.com" } });
 * new SharedLoadBalancer("edge", { tls: { certificateArns: [certificate.certificateArn] }, ... });
 */
export class Certificate extends pulumi.ComponentResource {
  /** ARN of the certificate once it is issued: a listener that has it from here waits for that. */
  readonly certificateArn: pulumi.Output<string>;
  readonly nodes: CertificateNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: CertificateArgs): readonly ProblemOf<CertificateArgs>[] {
    return certificateProblems(resolveCertificateArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveCertificateArgs(args);
    refuseProblems("Certificate", name, certificateProblems(resolved));
    super(componentType("Certificate"), name, {}, opts);
    warnOfQuota(this, resolved);

    const certificate = createCertificate(this, name, resolved);
    const records = createRecords(this, name, resolved, certificate);
    const validation = createChild(aws.acm.CertificateValidation, `${name}-validation`, {
      args: {
        certificateArn: certificate.arn,
        validationRecordFqdns: Object.values(records).map(({ fqdn }) => fqdn),
      },
      opts: { parent: this },
      transform: resolved.transform.validation,
    });

    this.nodes = { certificate, records, validation };
    this.certificateArn = validation.certificateArn;
    this.registerOutputs({ certificateArn: this.certificateArn });
  }
}

function warnOfQuota(parent: pulumi.Resource, { names }: ResolvedCertificateArgs): void {
  if (names.length <= NAMES_QUOTA) return;
  const remedy = "unless AWS has raised the quota of the account, use wildcards";
  void pulumi.log.warn(
    `a certificate has up to ${NAMES_QUOTA} names, this one ${names.length}; ${remedy}`,
    parent,
  );
}

function createCertificate(
  parent: pulumi.Resource,
  name: string,
  { names, tags, transform }: ResolvedCertificateArgs,
): aws.acm.Certificate {
  return createChild(aws.acm.Certificate, name, {
    args: {
      domainName: names[0]!,
      subjectAlternativeNames: [...names],
      validationMethod: "DNS",
      tags,
    },
    opts: { parent },
    transform: transform.certificate,
  });
}
