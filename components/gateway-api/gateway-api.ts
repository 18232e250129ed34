import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { gatewayApiCrds, lbcGatewayCrds } from "../../facts/gateway-crds.ts";
import type { LbcVersion } from "../lbc-addon/versions.ts";
import { refuseProblems } from "../shared/args-error.ts";
import { componentType, createObject } from "../shared/child.ts";
import type { ProblemOf } from "../shared/problem.ts";
import type { GatewayApiArgs, GatewayApiNodes } from "./args.ts";
import { gatewayApiProblems } from "./check.ts";
import { resolveGatewayApiArgs, type ResolvedGatewayApiArgs } from "./resolve.ts";

/** Fields that others hold, or that an earlier component of other releases left behind. */
const TAKE_OVER = { "pulumi.com/patchForce": "true" };

/**
 * The kinds of the Gateway API on one cluster, and those by which AWS Load Balancer Controller is told more about Gateways.
 *
 * The controller looks for them once, when it starts: give this to the {@link LbcAddon} as its `gatewayApi`. Its pods then wait
 * for the definitions, and where they run already they are replaced.
 *
 * The definitions outlive the component, as with a definition all its objects are deleted. Those that are there already, since
 * the component was there before or somebody else installed them, are taken over and brought to `version`.
 *
 * @example
 * const gatewayApi = new GatewayApi("myeks-gateway-api", {}, { providers: [cluster.provider] });
 * const controller = new LbcAddon("myeks-lbc", { ...args, gatewayApi }, { providers: [cluster.provider] });
 */
export class GatewayApi extends pulumi.ComponentResource {
  /** Release of the Gateway API. */
  readonly version: string;
  /** Release of the controller whose own kinds these are. */
  readonly controllerVersion: LbcVersion;
  /** What the controller's pods wait for. */
  readonly ready: readonly pulumi.Resource[];
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
    const crds = createCrds(this, name, resolved);
    this.nodes = { crds };
    this.version = resolved.version;
    this.controllerVersion = resolved.controllerVersion;
    this.ready = crds;
    this.registerOutputs({});
  }
}

/** A patch makes an object that is not there, as it is a server-side apply; a plain resource refuses one that is. */
function createCrds(
  parent: pulumi.Resource,
  name: string,
  { version, controllerVersion, transform }: ResolvedGatewayApiArgs,
): kubernetes.apiextensions.v1.CustomResourceDefinitionPatch[] {
  return [...gatewayApiCrds(version), ...lbcGatewayCrds(controllerVersion)].map(({ metadata, spec }) =>
    createObject(
      kubernetes.apiextensions.v1.CustomResourceDefinitionPatch,
      `${name}-crd-${spec.names.plural}`,
      {
        args: { metadata: { ...metadata, annotations: { ...metadata.annotations, ...TAKE_OVER } }, spec },
        opts: { parent, retainOnDelete: true },
        transform: transform.crd,
      },
    ),
  );
}
