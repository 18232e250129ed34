import type { Clock } from "../../../core/clock.ts";
import { Controller, type ControllerDefinition } from "../../../kubernetes/controller-runtime/controller.ts";
import { EventLimit, EventRecorder } from "../../../kubernetes/controller-runtime/events.ts";
import type { AdmissionHandler, KubernetesApi } from "../../../kubernetes/types.ts";
import type { Aws } from "../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "./config.ts";
import { ShieldSubscription } from "./deploy/shield.ts";
import { TaggedResources } from "./deploy/tagged-resources.ts";
import { WebAcls } from "./deploy/web-acl.ts";
import { gatewayControllers } from "./gateway/refuse.ts";
import { IngressClassifier } from "./ingress/class.ts";
import { GroupLoader } from "./ingress/group.ts";
import { ingressController } from "./ingress/reconcile.ts";
import { KubeReader } from "./kubernetes/client.ts";
import type { Log } from "./log.ts";
import { BackendSecurityGroup } from "./networking/backend-security-group.ts";
import { Interfaces } from "./networking/interfaces.ts";
import { SecurityGroupRules } from "./networking/security-group-rules.ts";
import { SubnetResolver } from "./networking/subnets.ts";
import { Vpcs } from "./networking/vpcs.ts";
import { Zones } from "./networking/zones.ts";
import type { ControllerRelease } from "./releases.ts";
import { serviceController } from "./service/refuse.ts";
import { DeferredReconciles } from "./target-group-binding/deferred.ts";
import { MultiClusterTargets } from "./target-group-binding/multi-cluster.ts";
import { BindingNetworkingManager } from "./target-group-binding/networking.ts";
import { ReadinessGates } from "./target-group-binding/readiness-gates.ts";
import { bindingController } from "./target-group-binding/reconcile.ts";
import { BindingResources } from "./target-group-binding/resources.ts";
import { Targets } from "./target-group-binding/targets.ts";
import { webhookHandlers } from "./webhooks/handlers.ts";

/** What a controller needs of the world. */
export interface LoadBalancerControllerOptions {
  readonly release: ControllerRelease;
  readonly config: ControllerConfig;
  /** Of the cluster that the controller runs in. */
  readonly api: KubernetesApi;
  readonly aws: Aws;
  readonly clock: Clock;
  /** Default: says nothing. */
  readonly log?: Log;
}

/**
 * One process of AWS Load Balancer Controller: turns Ingresses into Application Load Balancers and fills target
 * groups from TargetGroupBindings. Its webhooks answer from the beginning; it reconciles from {@link start}, which
 * leader election grants to one replica.
 *
 * Nothing of it needs to be saved: as the real one, it finds everything again in Kubernetes and AWS.
 */
export class LoadBalancerController {
  /** What answers at the paths of the webhook configurations. */
  readonly webhooks: ReadonlyMap<string, AdmissionHandler>;
  readonly #options: LoadBalancerControllerOptions;
  readonly #definitions: readonly ControllerDefinition[];
  readonly #deferred: DeferredReconciles;
  #running: readonly Controller[] = [];

  constructor(options: LoadBalancerControllerOptions) {
    const { aws, config } = options;
    const parts = commonParts(options);
    const { reader, classifier } = parts;
    this.#options = options;
    this.#deferred = new DeferredReconciles(options.api, reader, options.clock, config.syncPeriod);
    this.#definitions = [
      serviceController(reader, config),
      ingresses(options, parts),
      bindings(options, parts, this.#deferred),
    ];
    this.webhooks = webhookHandlers({ aws, reader, config, classifier });
  }

  /** Begins to reconcile: first everything that is there, then whatever changes. */
  start(): void {
    const { api, config } = this.#options;
    const definitions = [...gatewayControllers(api, config), ...this.#definitions];
    this.#running = definitions.map((definition) => new Controller(this.#options, definition));
  }

  /** Ends the process: all work stops where it stands. */
  stop(): void {
    for (const controller of this.#running) controller.stop();
    this.#deferred.stop();
  }
}

/** What more than one of the controllers has to do with. */
interface CommonParts {
  readonly reader: KubeReader;
  readonly classifier: IngressClassifier;
  readonly securityGroupRules: SecurityGroupRules;
  readonly networking: BindingNetworkingManager;
  readonly log: Log;
}

function commonParts({ api, aws, clock, config, log }: LoadBalancerControllerOptions): CommonParts {
  const reader = new KubeReader(api);
  const securityGroupRules = new SecurityGroupRules(aws, clock);
  const interfaces = new Interfaces(aws, reader, clock);
  return {
    reader,
    classifier: new IngressClassifier(reader, config.ingressClass),
    securityGroupRules,
    networking: new BindingNetworkingManager(reader, config, interfaces, securityGroupRules),
    log: log ?? (() => undefined),
  };
}

function ingresses(
  { release, config, api, aws, clock }: LoadBalancerControllerOptions,
  { reader, classifier, securityGroupRules, networking, log }: CommonParts,
): ControllerDefinition {
  const tagged = new TaggedResources(aws, config, clock);
  return ingressController({
    api,
    groups: new GroupLoader(reader, classifier),
    model: {
      config,
      reader,
      aws,
      subnets: new SubnetResolver(aws, config, release, new Zones(aws)),
      backendSecurityGroup: new BackendSecurityGroup(aws, reader, config),
      loadBalancers: tagged,
    },
    deploy: {
      aws,
      api,
      reader,
      config,
      tagged,
      securityGroupRules,
      webAcls: config.enableWafv2 ? new WebAcls(aws, clock) : undefined,
      shield: config.enableShield ? new ShieldSubscription(aws, clock, log) : undefined,
      collectUnusedRules: () => networking.collectUnused(),
    },
    events: new EventRecorder(api, "ingress", new EventLimit(clock)),
    log,
  });
}

function bindings(
  { release, config, api, aws, clock }: LoadBalancerControllerOptions,
  { reader, networking, log }: CommonParts,
  deferred: DeferredReconciles,
): ControllerDefinition {
  const events = new EventRecorder(api, "targetGroupBinding", new EventLimit(clock));
  const resources = new BindingResources({
    api,
    reader,
    config,
    clock,
    targets: new Targets(aws, clock),
    networking,
    multiCluster: new MultiClusterTargets(api, reader, release, log),
    gates: new ReadinessGates(api, reader, clock),
    vpcs: new Vpcs(aws, clock),
    events,
    log,
  });
  return bindingController({ api, config, reader, clock, resources, deferred, events, log });
}
