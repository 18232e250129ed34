/** Operations of the WAFv2 API for web ACLs of load balancers. */
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import { operation } from "../../core/operation.ts";
import { elbv2State } from "../elbv2/state.ts";
import { wafv2State, notThere } from "./state.ts";

interface CreateWebAclInput {
  readonly Name: string;
  readonly Scope: string;
  readonly DefaultAction: object;
  readonly VisibilityConfig: object;
  readonly Description?: string;
  readonly Rules?: readonly object[];
}

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

/** Associating a web ACL with a load balancer needs a permission of that service, too. */
const onLoadBalancer = (action: string, { ResourceArn }: ResourceInput) => [
  { action: `wafv2:${action}`, resources: ["*"] },
  { action: "elasticloadbalancing:SetWebAcl", resources: [ResourceArn] },
];

export const wafv2Operations = {
  CreateWebACL: operation<CreateWebAclInput, { readonly Summary: WebAcl }>({
    run(cloud, { Name, Scope, Description = "", Rules = [] }) {
      if (Scope !== "REGIONAL" || Rules.length > 0) {
        throw new NotSimulated("wafv2:CreateWebACL", Scope === "REGIONAL" ? "rules" : `scope ${Scope}`);
      }
      const id = cloud.ids.uuid();
      const arn = cloud.arn("wafv2", `regional/webacl/${Name}/${id}`);
      wafv2State(cloud).webAcls.set(arn, { arn, id, name: Name, description: Description });
      return { Summary: { ARN: arn, Id: id, Name, Description } };
    },
  }),

  AssociateWebACL: operation<AssociateInput, object>({
    authorize: (_cloud, input) => onLoadBalancer("AssociateWebACL", input),
    run(cloud, { ResourceArn, WebACLArn }) {
      wafv2State(cloud).webAcls.get(WebACLArn);
      requireLoadBalancer(cloud, ResourceArn);
      wafv2State(cloud).associations.set(ResourceArn, { webAclArn: WebACLArn });
      return {};
    },
  }),

  DisassociateWebACL: operation<ResourceInput, object>({
    authorize: (_cloud, input) => onLoadBalancer("DisassociateWebACL", input),
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
      const { arn, id, name, description } = wafv2State(cloud).webAcls.get(association.webAclArn);
      return { WebACL: { ARN: arn, Id: id, Name: name, Description: description } };
    },
  }),
};

function requireLoadBalancer(cloud: Cloud, arn: string): void {
  if (!elbv2State(cloud).loadBalancers.has(arn)) throw notThere();
}
