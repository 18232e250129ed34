import type { BindingResource, Reference, TargetGroupResource } from "../../model.ts";
import type { ModelSources } from "../../model-sources.ts";
import type { IngressGroup } from "../group.ts";

/** One build: the group, and what its parts learn from each other on the way. */
export interface BuildContext extends ModelSources {
  readonly group: IngressGroup;
  /** Target groups by resource id, shared by all rules that forward to the same Service and port. */
  readonly targetGroups: Map<string, TargetGroupResource>;
  readonly bindings: BindingResource[];
  /** Source of the rules that let the load balancer reach its targets; none: security groups are left alone. */
  backendSource?: Reference;
  /** Whether the shared backend security group is in use. */
  usesBackendSecurityGroup: boolean;
  ipAddressType: string;
}
