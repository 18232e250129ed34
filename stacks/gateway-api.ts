/** The Gateway API on a cluster, before the controller and after it. */
import {
  GatewayApi,
  GatewayClass,
  type EksCluster,
  type GatewayApiArgs,
  type LbcAddon,
} from "../components/index.ts";
import { defined } from "../components/shared/defined.ts";
import type { ClusterConfig } from "./config/stack-config.ts";
import { componentNames } from "./names.ts";

/** The kinds, for which the controller's pods wait; undefined where the stack has none. */
export function createGatewayApi(config: ClusterConfig, cluster: EksCluster): GatewayApi | undefined {
  const args = gatewayApiArgs(config);
  if (args === undefined) return undefined;
  return new GatewayApi(componentNames(config.clusterName).gatewayApi, args, {
    providers: [cluster.provider],
  });
}

/** The class that Gateways name; undefined where the stack has none. */
export function createGatewayClass(
  config: ClusterConfig,
  cluster: EksCluster,
  controller: LbcAddon,
): GatewayClass | undefined {
  if (gatewayApiArgs(config) === undefined) return undefined;
  return new GatewayClass(
    componentNames(config.clusterName).gatewayClass,
    {},
    { providers: [cluster.provider], dependsOn: [controller.ready] },
  );
}

export function gatewayApiArgs({ addons, controller }: ClusterConfig): GatewayApiArgs | undefined {
  const { gatewayApi = false } = addons;
  if (gatewayApi === false) return undefined;
  return {
    ...(gatewayApi === true ? {} : gatewayApi),
    ...defined({ controllerVersion: controller.version }),
  };
}
