import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { gatewayApiCrds, lbcGatewayCrds } from "../../facts/gateway-crds.ts";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createObject } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { GatewayApiArgs, GatewayApiNodes } from "./args.ts";
import { gatewayApiProblems } from "./check.ts";
import { resolveGatewayApiArgs, type ResolvedGatewayApiArgs } from "./resolve.ts";

/**
 * The kinds of the Gateway API on one cluster, and those by which AWS Load Balancer Controller is told more about Gateways.
 *
 * The controller looks for them once, when it starts: let its pods wait for `nodes.crds`. On a cluster where it runs already,
 * its pods must be replaced after these have come.
 *
 * The definitions outlive the component, as with a definition all its objects are deleted.
 *
 * @example
 * const gatewayApi = new GatewayApi("myeks-gateway-api", {}, { providers: [cluster.provider] });
 * const controller = new LbcAddon("myeks-lbc", { ...args, podsDependOn: [...cluster.ready, ...gatewayApi.nodes.crds] });
 */
export class GatewayApi extends pulumi.ComponentResource {
  readonly nodes: GatewayApiNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: GatewayApiArgs): readonly ProblemOf<GatewayApiArgs>[] {
    return gatewayApiProblems(resolveGatewayApiArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: GatewayApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveGatewayApiArgs(args);
    refuseProblems("GatewayApi", name, gatewayApiProblems(resolved));
    super(componentType("GatewayApi"), name, {}, opts);
    this.nodes = { crds: createCrds(this, name, resolved) };
    this.registerOutputs({});
  }
}

function createCrds(
  parent: pulumi.Resource,
  name: string,
  { version, controllerVersion, transform }: ResolvedGatewayApiArgs,
): kubernetes.apiextensions.v1.CustomResourceDefinition[] {
  return [...gatewayApiCrds(version), ...lbcGatewayCrds(controllerVersion)].map(({ metadata, spec }) =>
    createObject(kubernetes.apiextensions.v1.CustomResourceDefinition, `${name}-crd-${spec.names.plural}`, {
      args: { metadata, spec },
      opts: { parent, retainOnDelete: true },
      transform: transform.crd,
    }),
  );
}
