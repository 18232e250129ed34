import type { Aws } from "../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "./config.ts";
import type { LoadBalancerFinder } from "./deploy/tagged-resources.ts";
import type { KubeReader } from "./kubernetes/client.ts";
import type { BackendSecurityGroup } from "./networking/backend-security-group.ts";
import type { SubnetResolver } from "./networking/subnets.ts";

/** What building a model needs of the controller. */
export interface ModelSources {
  readonly config: ControllerConfig;
  readonly reader: KubeReader;
  readonly aws: Aws;
  readonly subnets: SubnetResolver;
  readonly backendSecurityGroup: BackendSecurityGroup;
  readonly loadBalancers: LoadBalancerFinder;
}
