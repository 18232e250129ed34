import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { createChild } from "../child.ts";
import type { Transform } from "../transform.ts";

/** Changes the association where the args do not reach. */
export interface WebAclTransforms {
  readonly webAclAssociation?: Transform<aws.wafv2.WebAclAssociationArgs>;
}

/** What is asked for. */
interface WebAclArgs {
  readonly webAclArn?: pulumi.Input<string>;
  readonly transform: WebAclTransforms;
}

/**
 * A web ACL that looks at every request, where one is wanted, whoever made the load balancer: AWS Load Balancer Controller
 * leaves one alone that no annotation speaks of. The provider takes away whichever web ACL is there when an association goes,
 * so that the old one must go before the new one comes.
 */
export function createWebAclAssociation(
  parent: pulumi.Resource,
  name: string,
  { webAclArn, transform }: WebAclArgs,
  resourceArn: pulumi.Input<string>,
): aws.wafv2.WebAclAssociation | undefined {
  if (webAclArn === undefined) return undefined;
  return createChild(aws.wafv2.WebAclAssociation, `${name}-web-acl`, {
    args: { webAclArn, resourceArn },
    opts: { parent, deleteBeforeReplace: true },
    transform: transform.webAclAssociation,
  });
}
