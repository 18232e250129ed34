import { deployApp, eventsOf, INGRESS, ingress, SHARED, type IngressOptions } from "./objects.ts";
import { NAMESPACE } from "./workload.ts";
import { PRIMARY, World, type TestCluster } from "./world.ts";

/** In this time the controller has done what it can do at once; a new load balancer is not active yet. */
const REACTION_MS = 8_000;
/** Time in which a load balancer of AWS becomes active. */
export const PROVISIONING_MS = 400_000;

/** A world in which one cluster has a Service with a pod, and gets Ingresses. */
export class IngressScene {
  readonly world: World;
  readonly cluster: TestCluster;

  /** @param values of the controller's chart. */
  constructor(values: Readonly<Record<string, unknown>> = {}) {
    this.world = new World({ values });
    this.cluster = this.world.cluster(PRIMARY);
    deployApp(this.cluster, 1);
    this.world.cloud.clock.settle();
  }

  /** Creates an Ingress; its annotations come on top of those that all have. */
  deploy(annotations: Record<string, string> = {}, options: Omit<IngressOptions, "annotations"> = {}): void {
    this.cluster.api.create(ingress({ ...options, annotations: { ...SHARED, ...annotations } }));
    this.settle();
  }

  /** Changes the annotations of the Ingress `app`. */
  annotate(annotations: Record<string, string | null>): void {
    this.cluster.api.patch(INGRESS, NAMESPACE, "app", { metadata: { annotations } });
    this.settle();
  }

  settle(): void {
    this.world.cloud.clock.advance(REACTION_MS);
  }

  loadBalancers() {
    return this.world.network.call("elasticloadbalancing", "DescribeLoadBalancers", {}).LoadBalancers;
  }

  /** Of all load balancers, by port. */
  listeners() {
    const { call } = this.world.network;
    return this.loadBalancers()
      .flatMap(
        ({ LoadBalancerArn }) =>
          call("elasticloadbalancing", "DescribeListeners", { LoadBalancerArn }).Listeners,
      )
      .sort((a, b) => (a.Port ?? 0) - (b.Port ?? 0));
  }

  /** Of all listeners, without their default rules; by priority. */
  rules() {
    const { call } = this.world.network;
    return this.listeners().flatMap(({ ListenerArn }) =>
      call("elasticloadbalancing", "DescribeRules", { ListenerArn }).Rules.filter(
        ({ IsDefault }) => !IsDefault,
      ),
    );
  }

  /** Ids of the subnets of each load balancer, sorted. */
  subnetIds(): string[][] {
    return this.loadBalancers().map(({ AvailabilityZones }) =>
      AvailabilityZones.map(({ SubnetId }) => SubnetId).sort(),
    );
  }

  finalizersOf(name: string): string[] {
    return this.cluster.api.get(INGRESS, NAMESPACE, name).metadata.finalizers ?? [];
  }

  /** Events of the type Warning, as {@link eventsOf} shows them. */
  warnings(): string[] {
    return eventsOf(this.cluster).filter((event) => event.startsWith("Warning"));
  }
}
