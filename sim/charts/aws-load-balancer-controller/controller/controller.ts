import type { Clock, Timer } from "../../../core/clock.ts";
import type { AdmissionHandler, KubeObject, KubernetesApi, WatchEvent } from "../../../kubernetes/types.ts";
import type { Aws } from "./aws/client.ts";
import type { ControllerConfig } from "./config.ts";
import { ShieldSubscription } from "./deploy/shield.ts";
import { TaggedResources } from "./deploy/tagged-resources.ts";
import { WebAcls } from "./deploy/web-acl.ts";
import { GATEWAY_CLASS, knowsGatewayApi, refuseGatewayClass } from "./gateway/refuse.ts";
import { IngressClassifier } from "./ingress/class.ts";
import { GroupLoader } from "./ingress/group.ts";
import { IngressReconciler } from "./ingress/reconcile.ts";
import { groupKeys, groupsConcernedBy } from "./ingress/watches.ts";
import { KubeReader } from "./kubernetes/client.ts";
import { EventRecorder } from "./kubernetes/events.ts";
import {
  ENDPOINT_SLICE,
  INGRESS,
  INGRESS_CLASS,
  INGRESS_CLASS_PARAMS,
  namespacedName,
  NODE,
  POD,
  SERVICE,
  TARGET_GROUP_BINDING,
} from "./kubernetes/objects.ts";
import { WorkQueue } from "./kubernetes/work-queue.ts";
import { messageOf, type Log } from "./log.ts";
import type { ControllerRelease } from "./releases.ts";
import { BackendSecurityGroup } from "./networking/backend-security-group.ts";
import { Interfaces } from "./networking/interfaces.ts";
import { SecurityGroupRules } from "./networking/security-group-rules.ts";
import { SubnetResolver } from "./networking/subnets.ts";
import { Vpcs } from "./networking/vpcs.ts";
import { Zones } from "./networking/zones.ts";
import { refuseLoadBalancerService } from "./service/refuse.ts";
import { DeferredReconciles } from "./target-group-binding/deferred.ts";
import { MultiClusterTargets } from "./target-group-binding/multi-cluster.ts";
import { BindingNetworkingManager } from "./target-group-binding/networking.ts";
import { ReadinessGates } from "./target-group-binding/readiness-gates.ts";
import { BindingReconciler } from "./target-group-binding/reconcile.ts";
import { BindingResources } from "./target-group-binding/resources.ts";
import { Targets } from "./target-group-binding/targets.ts";
import { bindingsConcernedBy } from "./target-group-binding/watches.ts";
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

/** Longest delay after failures of an Ingress group; there is no flag for it. */
const INGRESS_MAX_BACKOFF_MS = 1_000_000;

const WATCHED = [
  INGRESS,
  INGRESS_CLASS,
  INGRESS_CLASS_PARAMS,
  TARGET_GROUP_BINDING,
  SERVICE,
  ENDPOINT_SLICE,
  POD,
  NODE,
];

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
  readonly #reader: KubeReader;
  readonly #groups: GroupLoader;
  readonly #ingressEvents: EventRecorder;
  readonly #ingressQueue: WorkQueue;
  readonly #bindingQueue: WorkQueue;
  readonly #deferred: DeferredReconciles;
  #stopWatching: () => void = () => undefined;
  #resync: Timer | undefined;

  constructor(options: LoadBalancerControllerOptions) {
    const { release, config, api, aws, clock } = options;
    const log = options.log ?? (() => undefined);
    const reader = new KubeReader(api);
    const classifier = new IngressClassifier(reader, config.ingressClass);
    const securityGroupRules = new SecurityGroupRules(aws, clock);
    const networking = new BindingNetworkingManager(
      reader,
      config,
      new Interfaces(aws, reader, clock),
      securityGroupRules,
    );
    const tagged = new TaggedResources(aws, config, clock);
    const bindingEvents = new EventRecorder(api, clock, "targetGroupBinding");
    this.#options = options;
    this.#reader = reader;
    this.#groups = new GroupLoader(reader, classifier);
    this.#ingressEvents = new EventRecorder(api, clock, "ingress");
    this.#deferred = new DeferredReconciles(api, reader, clock, config.syncPeriodMs);
    this.webhooks = webhookHandlers({ aws, reader, config, classifier });

    const ingresses = new IngressReconciler({
      api,
      groups: this.#groups,
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
      events: this.#ingressEvents,
      log,
    });
    const bindings = new BindingReconciler({
      api,
      reader,
      clock,
      resources: new BindingResources({
        api,
        reader,
        config,
        clock,
        targets: new Targets(aws, clock),
        networking,
        multiCluster: new MultiClusterTargets(api, reader, release, log),
        gates: new ReadinessGates(api, reader, clock),
        vpcs: new Vpcs(aws, clock),
        events: bindingEvents,
        log,
      }),
      deferred: this.#deferred,
      events: bindingEvents,
    });
    const failed = (controller: string) => (key: string, error: unknown) =>
      log("error", "Reconciler error", { controller, name: key, error: messageOf(error) });
    this.#ingressQueue = new WorkQueue({
      clock,
      concurrency: config.ingressMaxConcurrentReconciles,
      maxBackoffMs: INGRESS_MAX_BACKOFF_MS,
      reconcile: (key) => ingresses.reconcile(key),
      onError: failed("ingress"),
    });
    this.#bindingQueue = new WorkQueue({
      clock,
      concurrency: config.targetGroupBindingMaxConcurrentReconciles,
      maxBackoffMs: config.targetGroupBindingMaxBackoffMs,
      reconcile: (key) => bindings.reconcile(key),
      onError: failed("targetGroupBinding"),
    });
  }

  /** Begins to reconcile: first everything that is there, then whatever changes. */
  start(): void {
    const { api } = this.#options;
    const gateways = knowsGatewayApi(api) ? [GATEWAY_CLASS] : [];
    this.#stopWatching = api.watch((event) => this.#onChange(event), [...WATCHED, ...gateways]);
    for (const object of gateways.flatMap((kind) => api.views(kind))) this.#refuse(object);
    for (const service of this.#reader.list(SERVICE)) this.#refuse(service);
    for (const ingress of this.#reader.list(INGRESS)) {
      for (const key of groupKeys(this.#groups, this.#ingressEvents, ingress)) this.#ingressQueue.add(key);
    }
    this.#addAllBindings();
    this.#scheduleResync();
  }

  /** Ends the process: all work stops where it stands. */
  stop(): void {
    this.#stopWatching();
    this.#resync?.cancel();
    this.#deferred.stop();
    this.#ingressQueue.stop();
    this.#bindingQueue.stop();
  }

  #onChange(event: WatchEvent): void {
    if (event.type !== "DELETED") this.#refuse(event.object);
    for (const key of groupsConcernedBy(this.#reader, this.#groups, this.#ingressEvents, event)) {
      this.#ingressQueue.add(key);
    }
    for (const key of bindingsConcernedBy(this.#reader, event)) this.#bindingQueue.add(key);
  }

  /** @throws NotSimulated for what the real controller acts on and this one does not. */
  #refuse(object: KubeObject): void {
    refuseLoadBalancerService(object, this.#options.config);
    refuseGatewayClass(object, this.#options.config);
  }

  /** Once in a sync period all objects are handed out again; handlers of Ingresses see that nothing changed. */
  #scheduleResync(): void {
    const { clock, config } = this.#options;
    this.#resync = clock.schedule(config.syncPeriodMs, () => {
      this.#addAllBindings();
      this.#scheduleResync();
    });
  }

  #addAllBindings(): void {
    for (const binding of this.#reader.list(TARGET_GROUP_BINDING)) {
      this.#bindingQueue.add(namespacedName(binding));
    }
  }
}
