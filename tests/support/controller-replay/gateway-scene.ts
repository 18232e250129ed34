import {
  GATEWAY,
  HTTP_ROUTE,
  type BackendReference,
  type GatewayListener,
  type ListenerRuleConfiguration,
  type LoadBalancerSpec,
  type Route,
  type TargetGroupConfiguration,
} from "../../../sim/charts/aws-load-balancer-controller/controller/kubernetes/gateway-objects.ts";
import type { Manifest } from "../../../sim/kubernetes/types.ts";
import { PROVISIONING_MS } from "./ingress-scene.ts";
import { deployApp, eventsOf } from "./objects.ts";
import { NAMESPACE } from "./workload.ts";
import { PRIMARY, World, type TestCluster } from "./world.ts";

/** A listener on port 80. */
export const HTTP: GatewayListener = { name: "http", protocol: "HTTP", port: 80 };

/** A rule that sends everything to the Service `app`. */
export const TO_APP = { backendRefs: [{ name: "app", port: 80 }] } as const;

/** A world in which one cluster has a Service with a pod, an accepted class of Gateways, and gets Gateways and routes. */
export class GatewayScene {
  readonly world = new World({ gatewayApi: "1.6.1" });
  readonly cluster: TestCluster = this.world.cluster(PRIMARY);

  constructor() {
    deployApp(this.cluster, 1);
    this.apply("gateway.networking.k8s.io/v1", "GatewayClass", "alb", {
      controllerName: "gateway.k8s.aws/alb",
    });
  }

  apply(apiVersion: string, kind: string, name: string, spec: object): void {
    const namespace = kind === "GatewayClass" ? {} : { namespace: NAMESPACE };
    this.cluster.api.apply({ apiVersion, kind, metadata: { name, ...namespace }, spec } as Manifest);
    this.settle();
  }

  /** Internet-facing unless told otherwise. */
  configureLoadBalancer(spec: LoadBalancerSpec = {}): void {
    this.apply("gateway.k8s.aws/v1", "LoadBalancerConfiguration", "web", {
      scheme: "internet-facing",
      ...spec,
    });
  }

  configureTargetGroups(name: string, spec: TargetGroupConfiguration["spec"]): void {
    this.apply("gateway.k8s.aws/v1", "TargetGroupConfiguration", name, spec);
  }

  configureRules(name: string, spec: ListenerRuleConfiguration["spec"]): void {
    this.apply("gateway.k8s.aws/v1", "ListenerRuleConfiguration", name, spec);
  }

  /** The Gateway `web`, with the configuration `web`. */
  listen(...listeners: readonly GatewayListener[]): void {
    const parametersRef = { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", name: "web" };
    this.apply("gateway.networking.k8s.io/v1", "Gateway", "web", {
      gatewayClassName: "alb",
      listeners,
      infrastructure: { parametersRef },
    });
  }

  route(name: string, spec: Route["spec"], kind: "HTTPRoute" | "GRPCRoute" = "HTTPRoute"): void {
    this.apply("gateway.networking.k8s.io/v1", kind, name, { parentRefs: [{ name: "web" }], ...spec });
  }

  settle(): void {
    this.world.cloud.clock.advance(PROVISIONING_MS);
  }

  gateway() {
    return this.cluster.api.get(GATEWAY, NAMESPACE, "web");
  }

  /** `type status reason: message` of what a route says of its only parent. */
  verdictOf(route: string): readonly string[] {
    const { status } = this.cluster.api.get(HTTP_ROUTE, NAMESPACE, route);
    return (status?.parents?.[0]?.conditions ?? []).map(
      ({ type, status: value, reason = "", message = "" }) => `${type} ${value} ${reason}: ${message}`,
    );
  }

  /** `priority conditions -> action` of a listener's rules, without the default one. */
  rules(port = 80): readonly string[] {
    const { call } = this.world.network;
    const { LoadBalancers } = call("elasticloadbalancing", "DescribeLoadBalancers", {});
    const { Listeners } = call("elasticloadbalancing", "DescribeListeners", {
      LoadBalancerArn: LoadBalancers[0]!.LoadBalancerArn,
    });
    const { ListenerArn } = Listeners.find((listener) => listener.Port === port)!;
    const { Rules } = call("elasticloadbalancing", "DescribeRules", { ListenerArn });
    return Rules.filter(({ IsDefault }) => !IsDefault).map(({ Priority, Conditions, Actions }) => {
      const conditions = Conditions.map(({ Field, Values: _values, RegexValues: _regex, ...config }) =>
        `${Field} ${JSON.stringify(Object.values(config))}`.replaceAll('"', "'"),
      );
      const [action] = Actions;
      const { Type, ForwardConfig } = action!;
      const weights = ForwardConfig?.TargetGroups?.map(({ Weight }) => Weight);
      return `${Priority} ${conditions.join(" ")} -> ${Type} ${weights?.join(" ") ?? ""}`.trim();
    });
  }

  targetGroups() {
    return this.world.network.call("elasticloadbalancing", "DescribeTargetGroups", {}).TargetGroups;
  }

  /** Those about the Gateway. */
  events(): readonly string[] {
    return eventsOf(this.cluster).filter((event) => event.includes("Gateway/web"));
  }
}

/** Services with weights. */
export function weighted(...weights: readonly number[]): readonly BackendReference[] {
  return weights.map((weight) => ({ name: "app", port: 80, weight }));
}
