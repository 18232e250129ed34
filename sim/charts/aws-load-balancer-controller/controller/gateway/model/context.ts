import type { ModelSources } from "../../model-sources.ts";
import type {
  Gateway,
  LoadBalancerSpec,
  TargetGroupConfiguration,
} from "../../kubernetes/gateway-objects.ts";
import type { BindingResource, Reference, TargetGroupResource } from "../../model.ts";

/** One build: the Gateway, and what its parts learn from each other on the way. */
export interface BuildContext extends ModelSources {
  readonly gateway: Gateway;
  readonly spec: LoadBalancerSpec;
  readonly defaults: TargetGroupConfiguration | undefined;
  /** Source of the rules that let the load balancer reach its targets. */
  readonly backendSource: Reference;
  /** By resource id. */
  readonly targetGroups: Map<string, TargetGroupResource>;
  readonly bindings: BindingResource[];
}
