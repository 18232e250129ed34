import { z } from "zod";
import { awsResource } from "../pulumi/resource.ts";
import { elbv2State } from "../elbv2/state.ts";
import { wafv2State } from "./state.ts";

/** Between the two ARNs of an id. */
const SEPARATOR = ",";

/** Schema: terraform-provider-aws/internal/service/wafv2/web_acl_association.go */
export const webAclAssociationResource = awsResource({
  token: "aws:wafv2/webAclAssociation:WebAclAssociation",
  schema: z.object({ resourceArn: z.string(), webAclArn: z.string() }),
  replaceOnChange: ["resourceArn", "webAclArn"],
  computed: [],

  create({ cloud }, { resourceArn, webAclArn }) {
    cloud.call(cloud.administrator, "wafv2", "AssociateWebACL", {
      ResourceArn: resourceArn,
      WebACLArn: webAclArn,
    });
    return `${webAclArn}${SEPARATOR}${resourceArn}`;
  },

  read({ cloud }, id) {
    const [webAclArn = "", resourceArn = ""] = id.split(SEPARATOR);
    const found = wafv2State(cloud).associations.find(resourceArn);
    return found?.webAclArn === webAclArn ? { resourceArn, webAclArn } : undefined;
  },

  // As the provider does: whichever web ACL the resource has by then, if the resource is there.
  delete({ cloud }, id) {
    const [, resourceArn = ""] = id.split(SEPARATOR);
    if (!elbv2State(cloud).loadBalancers.has(resourceArn)) return;
    cloud.call(cloud.administrator, "wafv2", "DisassociateWebACL", { ResourceArn: resourceArn });
  },
});
