/** Operations of the WAFv2 API. https://docs.aws.amazon.com/waf/latest/APIReference/API_Operations_AWS_WAFV2.html */
import type { Cloud } from "../../core/cloud.ts";
import { operation } from "../../core/operation.ts";
import { elbv2State } from "../elbv2/state.ts";
import { mergeTags, type Tag } from "../tags.ts";
import { create, ipSets, remove, update, webAcls } from "./locked.ts";
import { deleteLoggingConfiguration, putLoggingConfiguration } from "./logging.ts";
import { wafv2State, type Addresses } from "./state.ts";

interface OnLoadBalancer {
  readonly ResourceArn: string;
}

interface Tagged {
  readonly ResourceARN: string;
}

/**
 * Who attaches a web ACL to a load balancer needs a permission of that service, too:
 * https://docs.aws.amazon.com/waf/latest/developerguide/security_iam_service-with-iam.html
 */
const settingWebAcl = ({ ResourceArn }: OnLoadBalancer) => ({
  action: "elasticloadbalancing:SetWebAcl",
  resources: [ResourceArn],
});

export const wafv2Operations = {
  CreateWebACL: create("CreateWebACL", webAcls),
  UpdateWebACL: update("UpdateWebACL", webAcls),
  DeleteWebACL: remove("DeleteWebACL", webAcls),
  CreateIPSet: create<Addresses, { readonly IPAddressVersion: string }>("CreateIPSet", ipSets),
  UpdateIPSet: update("UpdateIPSet", ipSets),
  DeleteIPSet: remove("DeleteIPSet", ipSets),
  PutLoggingConfiguration: putLoggingConfiguration,
  DeleteLoggingConfiguration: deleteLoggingConfiguration,
  TagResource: changeTags<{ readonly Tags: readonly Tag[] }>("TagResource", (tags, { Tags }) =>
    mergeTags(tags, Tags),
  ),
  UntagResource: changeTags<{ readonly TagKeys: readonly string[] }>("UntagResource", (tags, { TagKeys }) =>
    tags.filter(({ Key }) => !TagKeys.includes(Key)),
  ),

  AssociateWebACL: operation<OnLoadBalancer & { readonly WebACLArn: string }, object>({
    authorize: (_cloud, input) => [
      { action: "wafv2:AssociateWebACL", resources: [input.WebACLArn, input.ResourceArn] },
      settingWebAcl(input),
    ],
    run(cloud, { ResourceArn, WebACLArn }) {
      const { webAcls, associations } = wafv2State(cloud);
      requireLoadBalancer(cloud, ResourceArn);
      associations.set(ResourceArn, { webAclArn: webAcls.get(WebACLArn).ARN });
      return {};
    },
  }),

  DisassociateWebACL: operation<OnLoadBalancer, object>({
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

  GetWebACLForResource: operation<
    OnLoadBalancer,
    { readonly WebACL?: Record<"ARN" | "Id" | "Name", string> }
  >({
    run(cloud, { ResourceArn }) {
      const { webAcls, associations } = wafv2State(cloud);
      requireLoadBalancer(cloud, ResourceArn);
      const association = associations.find(ResourceArn);
      if (association === undefined) return {};
      const { ARN, Id, Name } = webAcls.get(association.webAclArn);
      return { WebACL: { ARN, Id, Name } };
    },
  }),
};

function requireLoadBalancer(cloud: Cloud, arn: string): void {
  if (!elbv2State(cloud).loadBalancers.has(arn)) throw wafv2State(cloud).webAcls.missing(arn);
}

function changeTags<I extends object>(
  action: string,
  changed: (tags: readonly Tag[], request: I) => readonly Tag[],
) {
  return operation<Tagged & I, object>({
    authorize: (_cloud, { ResourceARN }) => [{ action: `wafv2:${action}`, resources: [ResourceARN] }],
    run(cloud, request) {
      const { webAcls, ipSets } = wafv2State(cloud);
      const record = ipSets.find(request.ResourceARN) ?? webAcls.get(request.ResourceARN);
      record.Tags = changed(record.Tags, request);
      return {};
    },
  });
}
