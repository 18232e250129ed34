import type { Service } from "../../service.ts";
import { webAclAssociationResource } from "./association-resource.ts";
import { wafv2Operations } from "./operations.ts";
import { ipSetResource, loggingConfigurationResource, webAclResource } from "./resources.ts";
import { wafv2State } from "./state.ts";

/** AWS WAF for load balancers. */
export const wafv2Service: Service = {
  name: "wafv2",
  state: wafv2State,
  operations: { wafv2: wafv2Operations },
  resources: [webAclResource, ipSetResource, webAclAssociationResource, loggingConfigurationResource],
};

declare module "../../core/cloud.ts" {
  interface Operations {
    readonly wafv2: typeof wafv2Operations;
  }
}
