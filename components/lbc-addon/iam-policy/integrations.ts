import type { IdentityStatement } from "../../shared/iam.ts";
import { actionsOf, allow } from "./statements.ts";

/** Other services that a load balancer is combined with, and the role that Elastic Load Balancing itself needs. */
export function integrationStatements(): IdentityStatement[] {
  const webAcls = ["GetWebACL", "GetWebACLForResource", "AssociateWebACL", "DisassociateWebACL"];
  return [
    // The first load balancer of an account makes AWSServiceRoleForElasticLoadBalancing.
    allow("ServiceLinkedRole", ["iam:CreateServiceLinkedRole"], {
      condition: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    }),
    allow("CertificatesLoginAndProtection", [
      ...actionsOf("cognito-idp", "DescribeUserPoolClient"),
      ...actionsOf("acm", "ListCertificates", "DescribeCertificate"),
      ...actionsOf("iam", "ListServerCertificates", "GetServerCertificate"),
      ...actionsOf("waf-regional", ...webAcls),
      ...actionsOf("wafv2", ...webAcls),
      ...actionsOf(
        "shield",
        "GetSubscriptionState",
        "DescribeProtection",
        "CreateProtection",
        "DeleteProtection",
      ),
    ]),
  ];
}
