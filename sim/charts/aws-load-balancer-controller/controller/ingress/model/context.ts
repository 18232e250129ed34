import type { Aws } from "../../../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "../../config.ts";
import type { KubeReader } from "../../kubernetes/client.ts";
import type { BindingResource, Reference, TargetGroupResource } from "../../model.ts";
import type { BackendSecurityGroup } from "../../networking/backend-security-group.ts";
import type { SubnetResolver } from "../../networking/subnets.ts";
import type { LoadBalancerFinder } from "../../deploy/tagged-resources.ts";
import type { IngressGroup } from "../group.ts";

/** What building a model needs of the controller. */
export interface ModelSources {
  readonly config: ControllerConfig;
  readonly reader: KubeReader;
  readonly aws: Aws;
  readonly subnets: SubnetResolver;
  readonly backendSecurityGroup: BackendSecurityGroup;
  readonly loadBalancers: LoadBalancerFinder;
}

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
