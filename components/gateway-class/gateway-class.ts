import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createObject } from "../shared/child.ts";
import { gatewayClassSpec } from "../shared/load-balancer/gateway-class.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { GatewayClassArgs, GatewayClassNodes } from "./args.ts";
import { gatewayClassProblems } from "./check.ts";
import { resolveGatewayClassArgs, type ResolvedGatewayClassArgs } from "./resolve.ts";

const API_VERSION = "gateway.k8s.aws/v1";
const CONFIGURATION = "LoadBalancerConfiguration";

/**
 * A class of Gateways for which AWS Load Balancer Controller makes Application Load Balancers, with what holds for all of
 * them. The controller keeps a finalizer on it: make it after the controller, which must outlive it, and Gateways after it.
 *
 * @example
 * const gatewayApi = new GatewayApi("myeks-gateway-api", {}, { providers: [cluster.provider] });
 * const controller = new LbcAddon("myeks-lbc", { ...args, gatewayApi }, { providers: [cluster.provider] });
 * const gateways = new GatewayClass(
 *   "myeks-gateways",
 *   { scheme: "internet-facing" },
 *   { providers: [cluster.provider], dependsOn: [controller.ready] },
 * );
 */
export class GatewayClass extends pulumi.ComponentResource {
  /** What Gateways name as their `gatewayClassName`. */
  readonly className: pulumi.Output<string>;
  /** What Gateways must depend on. */
  readonly ready: pulumi.Resource;
  readonly nodes: GatewayClassNodes;

  /** What the constructor would refuse, without constructing anything. */
  static problems(_name: string, args: GatewayClassArgs): readonly ProblemOf<GatewayClassArgs>[] {
    return gatewayClassProblems(resolveGatewayClassArgs(args));
  }

  /** @throws ArgsError with all that is wrong with the args, before anything is registered. */
  constructor(name: string, args: GatewayClassArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const resolved = resolveGatewayClassArgs(args);
    refuseProblems("GatewayClass", name, gatewayClassProblems(resolved));
    super(componentType("GatewayClass"), name, {}, opts);

    const configuration = createConfiguration(this, name, resolved);
    const gatewayClass = createClass(this, name, resolved, configuration);

    this.nodes = { configuration, gatewayClass };
    this.className = gatewayClass.metadata.name;
    this.ready = gatewayClass;
    this.registerOutputs({ className: this.className });
  }
}

function createConfiguration(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedGatewayClassArgs,
): kubernetes.apiextensions.CustomResource {
  return createObject(kubernetes.apiextensions.CustomResource, `${name}-configuration`, {
    args: {
      apiVersion: API_VERSION,
      kind: CONFIGURATION,
      metadata: { name: args.className, namespace: args.namespace },
      spec: gatewayClassSpec(args),
    },
    opts: { parent },
    transform: args.transform.configuration,
  });
}

function createClass(
  parent: pulumi.Resource,
  name: string,
  { className, transform }: ResolvedGatewayClassArgs,
  configuration: kubernetes.apiextensions.CustomResource,
): kubernetes.apiextensions.CustomResource {
  return createObject(kubernetes.apiextensions.CustomResource, `${name}-class`, {
    args: {
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "GatewayClass",
      metadata: { name: className },
      spec: {
        controllerName: "gateway.k8s.aws/alb",
        parametersRef: {
          group: "gateway.k8s.aws",
          kind: CONFIGURATION,
          name: configuration.metadata.name,
          namespace: configuration.metadata.namespace,
        },
      },
    },
    opts: { parent, dependsOn: [configuration] },
    transform: transform.gatewayClass,
  });
}
