import type * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { defined } from "../../shared/defined.ts";
import { gatewayClassSpec } from "../../shared/load-balancer/gateway-class.ts";
import { orUnknown } from "../../shared/load-balancer/of-controller.ts";
import { createWebAclAssociation } from "../../shared/load-balancer/web-acl.ts";
import { targetGroupOutputs, type CreatedBalancer, type IngressNeeds } from "../balancer.ts";
import { externalDnsAnnotations } from "../ingress-annotations.ts";
import type { ResolvedCreateArgs } from "../resolve.ts";
import { fingerprint, REVISION_TAG } from "../../shared/revision.ts";
import type { GatewayNodes } from "./args.ts";
import { loadBalancerSpec } from "./configurations.ts";
import { LISTENERS, ofController } from "./kinds.ts";
import { readGatewayGroups, resourceTagStart } from "./made-of-gateway.ts";
import { create, describe, type DescribedObject } from "./objects.ts";
import { matchedRules } from "./precedence.ts";
import { digest, hasControllersGroup, planGatewayRoutes, type GatewayRoute } from "./route-plan.ts";
import { describeRoutes } from "./routes.ts";
import { describeTargetGroups } from "./target-groups.ts";

export interface CreatedGateway extends CreatedBalancer {
  readonly nodes: GatewayNodes;
}

/**
 * A Gateway with its routes, and what the controller makes of them: load balancer, target groups and bindings of the same
 * names.
 *
 * The Gateway comes last, and bears a fingerprint of all that comes before it, and of what its class says: every change of
 * that is one of the Gateway, too, so that its condition `Programmed` tells when the controller has applied it (controllers/gateway/gateway_controller.go).
 * Routes come after what says that their targets are pods: without that the controller would make other target groups.
 */
export function createSharedGateway(
  parent: pulumi.Resource,
  name: string,
  args: ResolvedCreateArgs,
  needs: IngressNeeds,
): CreatedGateway {
  const place = { parent, namespace: needs.namespace };
  const plan = planGatewayRoutes(args);
  const configuration = describe(place, "loadBalancerConfiguration", `${name}-gateway-configuration`, {
    name: configurationName(args),
    spec: loadBalancerSpec(args),
    transform: args.transform.loadBalancerConfiguration,
  });
  const targetGroups = describeTargetGroups(place, args);
  const { rules, routes } = describeRoutes(place, name, args, { plan, needs });
  const ofClass = Object.keys(args.gatewayClass).length === 0 ? [] : [gatewayClassSpec(args.gatewayClass)];
  const described = [configuration, ...targetGroups, ...rules, ...routes];
  const revision = pulumi
    .output([...described.map(({ args: { spec } }) => spec), ...ofClass])
    .apply((specs) => fingerprint(JSON.stringify(specs)));

  const before = [configuration, ...targetGroups, ...rules].map((object) => create(object));
  const served = needs.services.flatMap(({ dependsOn }) => dependsOn);
  const made = routes.map((route) => create(route, [...before, ...served]));
  const gateway = create(describeGateway(place, name, args, revision), [...before, ...made]);
  const applied = appliedGateway(parent, args, plan, gateway);
  const loadBalancerArn = applied.apply(({ loadBalancerArn: arn }) => orUnknown(arn));
  const webAclAssociation = createWebAclAssociation(parent, `${name}-gateway`, args, loadBalancerArn);
  const [loadBalancerConfiguration, ...others] = before;
  return {
    kind: "gateway",
    last: gateway,
    nodes: {
      gateway,
      loadBalancerConfiguration: loadBalancerConfiguration!,
      targetGroupConfigurations: others.slice(0, targetGroups.length),
      listenerRuleConfigurations: others.slice(targetGroups.length),
      routes: made,
      ...defined({ webAclAssociation }),
    },
    loadBalancerArn,
    loadBalancerDnsName: applied.apply(({ hostname }) => orUnknown(hostname)),
    targetGroupOf: (app) =>
      hasControllersGroup(app, args.defaultAction) ? targetGroupOutputs(applied, app) : undefined,
  };
}

/** Another scheme or name is another load balancer, and so another Gateway; until it is gone the old one needs its own. */
function configurationName({ gatewayName, scheme, loadBalancerName }: ResolvedCreateArgs): string {
  return [gatewayName, scheme, ...(loadBalancerName === undefined ? [] : [digest(loadBalancerName)])].join(
    "-",
  );
}

function describeGateway(
  place: Parameters<typeof describe>[0],
  name: string,
  args: ResolvedCreateArgs,
  revision: pulumi.Output<string>,
): DescribedObject {
  const described = describe(place, "gateway", `${name}-gateway`, {
    name: args.gatewayName,
    annotations: { ...externalDnsAnnotations(args), "pulumi.com/waitFor": "condition=Programmed" },
    spec: {
      gatewayClassName: args.gatewayClassName,
      infrastructure: {
        annotations: { [REVISION_TAG]: revision },
        parametersRef: ofController("loadBalancerConfiguration", configurationName(args)),
      },
      listeners: [
        { name: LISTENERS.HTTP, protocol: "HTTP", port: 80 },
        // Without `tls`, in which the controller reads nothing: certificates stand in the configuration.
        ...(args.tls === undefined ? [] : [{ name: LISTENERS.HTTPS, protocol: "HTTPS", port: 443 }]),
      ],
    },
    transform: args.transform.gateway,
  });
  const own: pulumi.CustomResourceOptions = {
    // Its name is fixed, and so may be the load balancer's.
    deleteBeforeReplace: args.replaceable,
    replaceOnChanges: ["spec.infrastructure.parametersRef.name"],
  };
  return { ...described, opts: pulumi.mergeOptions(own, described.opts) };
}

/** What the status of a Gateway says. */
interface GatewayStatus {
  readonly addresses?: readonly { readonly value: string }[];
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly message?: string;
  }[];
}

interface Applied {
  /** Not known yet, in a preview. */
  readonly hostname: string | undefined;
  readonly loadBalancerArn: string | undefined;
  readonly targetGroups: Awaited<ReturnType<typeof readGatewayGroups>>;
}

function appliedGateway(
  parent: pulumi.Resource,
  args: ResolvedCreateArgs,
  plan: readonly GatewayRoute[],
  gateway: kubernetes.apiextensions.CustomResource,
): pulumi.Output<Applied> {
  const { namespace, gatewayName } = args;
  const { status } = gateway as unknown as { readonly status: pulumi.Output<GatewayStatus | undefined> };
  const applied = pulumi
    .all([args.clusterName, status])
    .apply(async ([clusterName, told]): Promise<Applied> => {
      const loadBalancerArn = programmedArn(told);
      const hostname = told?.addresses?.[0]?.value;
      if (loadBalancerArn === undefined) return { hostname, loadBalancerArn, targetGroups: {} };
      const targetGroups = await readGatewayGroups(
        {
          clusterName,
          namespace,
          gatewayName,
          loadBalancerArn,
          port: args.tls === undefined ? 80 : 443,
          ruleCount: matchedRules(plan).length,
          resources: resourcesOf(args, plan),
        },
        { parent },
      );
      return { hostname, loadBalancerArn, targetGroups };
    });
  // What tags or certificates say may be secret; what the controller made of it is not.
  return pulumi.unsecret(applied);
}

/** The controller tells it in the message of the condition. */
function programmedArn({ conditions = [] }: GatewayStatus = {}): string | undefined {
  const programmed = conditions.find(({ type, status }) => type === "Programmed" && status === "True");
  return programmed?.message?.startsWith("arn:") ? programmed.message : undefined;
}

/** Of the route of each app that forwards. */
function resourcesOf(
  args: ResolvedCreateArgs,
  plan: readonly GatewayRoute[],
): Readonly<Record<string, string>> {
  const apps = args.apps.filter((app) => hasControllersGroup(app, args.defaultAction));
  return Object.fromEntries(
    apps.map(({ name, serviceName }) => {
      const route = plan.find((one) => one.name === name && one.app === name)!;
      return [name, resourceTagStart(args, route, serviceName)];
    }),
  );
}
