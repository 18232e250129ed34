import { acmState } from "../../../sim/aws/acm/state.ts";
import type { Action, MutualAuthentication } from "../../../sim/aws/elbv2/shapes.ts";
import { fixed, type Edge } from "./edge.ts";

export const TLS13_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

export interface SecureListener {
  readonly arn: string;
  readonly certificateArns: readonly string[];
}

interface SecureOptions {
  /** The names of each certificate that ACM has issued, the default one first. Default: one for shop.example.com. */
  readonly certificates?: readonly (readonly string[])[];
  /** ARNs of certificates that were not made here, in place of those. */
  readonly arns?: readonly string[];
  readonly action?: Action;
  readonly sslPolicy?: string;
  readonly mutual?: MutualAuthentication;
}

/** A certificate that ACM has issued. */
export function issueCertificate({ cloud }: Edge, names: readonly string[]): string {
  const { CertificateArn } = cloud.call(cloud.administrator, "acm", "RequestCertificate", {
    DomainName: names[0]!,
    SubjectAlternativeNames: names,
    ValidationMethod: "DNS",
  });
  acmState(cloud).certificates.get(CertificateArn).status = "ISSUED";
  return CertificateArn;
}

/** Adds an HTTPS listener on port 443 to an edge, and lets everybody in to it. */
export function addSecureListener(edge: Edge, options: SecureOptions = {}): SecureListener {
  const { certificates = [["shop.example.com"]], sslPolicy = TLS13_POLICY } = options;
  const [first, ...others] = options.arns ?? certificates.map((names) => issueCertificate(edge, names));
  edge.ec2("AuthorizeSecurityGroupIngress", {
    GroupId: edge.securityGroupId,
    IpPermissions: [{ IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
  });
  const { Listeners } = edge.call("CreateListener", {
    LoadBalancerArn: edge.loadBalancerArn,
    Protocol: "HTTPS",
    Port: 443,
    SslPolicy: sslPolicy,
    Certificates: [{ CertificateArn: first! }],
    MutualAuthentication: options.mutual,
    DefaultActions: [options.action ?? fixed("over TLS")],
  });
  const [{ ListenerArn }] = Listeners as [(typeof Listeners)[0]];
  if (others.length > 0) {
    const Certificates = others.map((CertificateArn) => ({ CertificateArn }));
    edge.call("AddListenerCertificates", { ListenerArn, Certificates });
  }
  return { arn: ListenerArn, certificateArns: [first!, ...others] };
}

/** Leads everybody from port 80 to HTTPS. */
export function redirectToHttps({ call, listenerArn }: Edge): void {
  call("ModifyListener", {
    ListenerArn: listenerArn,
    DefaultActions: [
      { Type: "redirect", RedirectConfig: { Protocol: "HTTPS", Port: "443", StatusCode: "HTTP_301" } },
    ],
  });
}
