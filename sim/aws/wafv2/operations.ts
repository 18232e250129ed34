/** Operations of the WAFv2 API: which web ACL looks at the requests of which load balancer. */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { elbv2State } from "../elbv2/state.ts";
import { ipSetOperations, tagOperations, webAclOperations } from "./objects.ts";
import { wafv2State, notThere } from "./state.ts";

interface ResourceInput {
  readonly ResourceArn: string;
}

interface AssociateInput extends ResourceInput {
  readonly WebACLArn: string;
}

interface WebAcl {
  readonly ARN: string;
  readonly Id: string;
  readonly Name: string;
  readonly Description: string;
}

/**
 * Who attaches a web ACL to a load balancer needs a permission of that service, too:
 * https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
 */
const settingWebAcl = ({ ResourceArn }: ResourceInput) => ({
  action: "elasticloadbalancing:SetWebAcl",
  resources: [ResourceArn],
});

export const wafv2Operations = {
  ...webAclOperations,
  ...ipSetOperations,
  ...tagOperations,

  AssociateWebACL: operation<AssociateInput, object>({
    authorize: (_cloud, input) => [
      { action: "wafv2:AssociateWebACL", resources: [input.WebACLArn, input.ResourceArn] },
      settingWebAcl(input),
    ],
    run(cloud, { ResourceArn, WebACLArn }) {
      wafv2State(cloud).webAcls.get(WebACLArn);
      requireLoadBalancer(cloud, ResourceArn);
      wafv2State(cloud).associations.set(ResourceArn, { webAclArn: WebACLArn });
      return {};
    },
  }),

  DisassociateWebACL: operation<ResourceInput, object>({
    authorize: (_cloud, input) => [
      { action: "wafv2:DisassociateWebACL", resources: ["*"] },
      settingWebAcl(input),
    ],
    run(cloud, { ResourceArn }) {
      requireLoadBalancer(cloud, ResourceArn);
      wafv2State(cloud).associations.delete(ResourceArn);
      return {};
    },
  }),

  GetWebACLForResource: operation<ResourceInput, { readonly WebACL?: WebAcl }>({
    run(cloud, { ResourceArn }) {
      requireLoadBalancer(cloud, ResourceArn);
      const association = wafv2State(cloud).associations.find(ResourceArn);
      if (association === undefined) return {};
      const { ARN, Id, Name, Description } = wafv2State(cloud).webAcls.get(association.webAclArn);
      return { WebACL: { ARN, Id, Name, Description } };
    },
  }),
};

function requireLoadBalancer(cloud: Cloud, arn: string): void {
  if (!elbv2State(cloud).loadBalancers.has(arn)) throw notThere();
}
