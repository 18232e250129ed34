import { z } from "zod";
import { awsFunction } from "../pulumi/function.ts";
import type { Service } from "../../service.ts";
import { webAclAssociationResource } from "./association-resource.ts";
import { wafv2Operations } from "./operations.ts";
import { wafv2State } from "./state.ts";

/**
 * The web ACL of a resource.
 *
 * https://www.pulumi.com/registry/packages/aws/api-docs/wafv2/getwebacl/
 */
const getWebAcl = awsFunction({
  token: "aws:wafv2/getWebAcl:getWebAcl",
  args: { scope: z.literal("REGIONAL"), resourceArn: z.string() },
  invoke(cloud, { scope, resourceArn }) {
    const { WebACL: found } = cloud.call(cloud.administrator, "wafv2", "GetWebACLForResource", {
      ResourceArn: resourceArn,
    });
    if (found === undefined)
      throw new Error(`reading WAFv2 WebACL for resource (${resourceArn}): empty result`);
    return {
      arn: found.ARN,
      description: found.Description,
      id: found.Id,
      name: found.Name,
      resourceArn,
      scope,
    };
  },
});

/** Pulumi functions of WAFv2. */
export const wafv2Service: Service = {
  name: "wafv2",
  state: wafv2State,
  operations: { wafv2: wafv2Operations },
  resources: [webAclAssociationResource],
  functions: [getWebAcl],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly wafv2: typeof wafv2Operations;
  }
}
