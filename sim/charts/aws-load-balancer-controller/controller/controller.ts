import type { Clock } from "../../../core/clock.ts";
import { Controller, type ControllerDefinition } from "../../../kubernetes/controller-runtime/controller.ts";
import { EventLimit, EventRecorder } from "../../../kubernetes/controller-runtime/events.ts";
import { hasFinalizer } from "../../../kubernetes/controller-runtime/finalizers.ts";
import type { AdmissionHandler, KubernetesApi, KubeObject } from "../../../kubernetes/types.ts";
import type { Aws } from "../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "./config.ts";
import type { DeploySources } from "./deploy/context.ts";
import { ShieldSubscription } from "./deploy/shield.ts";
import { TaggedResources } from "./deploy/tagged-resources.ts";
import { WebAcls } from "./deploy/web-acl.ts";
import { classController } from "./gateway/class.ts";
import { knowsGateways, networkClasses, servedGateways } from "./gateway/detect.ts";
import { configurationControllers } from "./gateway/holders.ts";
import { GATEWAY_FINALIZER, gatewayController } from "./gateway/reconcile.ts";
import { IngressClassifier } from "./ingress/class.ts";
import { GroupLoader, holdsGroupFinalizers } from "./ingress/group.ts";
import { ingressController } from "./ingress/reconcile.ts";
import { KubeReader } from "./kubernetes/client.ts";
import { ALB_CONTROLLER, GATEWAY } from "./kubernetes/gateway-objects.ts";
import { INGRESS, SERVICE } from "./kubernetes/objects.ts";
import type { Log } from "./log.ts";
import type { ModelSources } from "./model-sources.ts";
import { BackendSecurityGroup } from "./networking/backend-security-group.ts";
import { Interfaces } from "./networking/interfaces.ts";
import { SecurityGroupRules } from "./networking/security-group-rules.ts";
import { SubnetResolver } from "./networking/subnets.ts";
import { Vpcs } from "./networking/vpcs.ts";
import { Zones } from "./networking/zones.ts";
import type { ControllerRelease } from "./releases.ts";
import { serviceController } from "./service/reconcile.ts";
import { isPendingFinalization } from "./service/supported.ts";
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
 * One process of AWS Load Balancer Controller: turns Ingresses into Application Load Balancers, Services into Network Load
 * Balancers, and fills target groups from TargetGroupBindings. Its webhooks answer from the beginning; it reconciles from {@link start}, which
 * leader election grants to one replica.
 *
 * Nothing of it needs to be saved: as the real one, it finds everything again in Kubernetes and AWS.
 */
export class LoadBalancerController {
  /** What answers at the paths of the webhook configurations. */
  readonly webhooks: ReadonlyMap<string, AdmissionHandler>;
  readonly #options: LoadBalancerControllerOptions;
  readonly #definitions: readonly ControllerDefinition[];
  /** Run where the cluster knows the Gateway API when the controller starts. */
  readonly #gateways: readonly ControllerDefinition[];
  readonly #deferred: DeferredReconciles;
  #running: readonly Controller[] = [];

  constructor(options: LoadBalancerControllerOptions) {
    const { aws, config } = options;
    const parts = commonParts(options);
    const { reader, classifier } = parts;
    this.#options = options;
    this.#deferred = new DeferredReconciles(options.api, reader, options.clock, config.syncPeriod);
    this.#definitions = [
      ...(config.featureGates.EnableServiceController ? [services(options, parts)] : []),
      ingresses(options, parts),
      bindings(options, parts, this.#deferred),
    ];
    this.#gateways = [
      classController({ ...options, reader, log: parts.log }),
      ...configurationControllers(options.api, reader, parts.log),
      gateways(options, parts),
    ];
    this.webhooks = webhookHandlers({ aws, reader, config, classifier });
  }

  /** Begins to reconcile: first everything that is there, then whatever changes. */
  start(): void {
    const served = servedGateways(this.#options.api, this.#options.config);
    const definitions = [
      ...(served.alb ? this.#gateways : []),
      ...(served.nlb ? [networkClasses(this.#options.api)] : []),
      ...this.#definitions,
    ];
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
  /** Of Application Load Balancers. */
  readonly subnets: SubnetResolver;
  readonly networkSubnets: SubnetResolver;
  readonly backendSecurityGroup: BackendSecurityGroup;
  readonly log: Log;
}

function commonParts(options: LoadBalancerControllerOptions): CommonParts {
  const { api, aws, clock, config, log } = options;
  const zones = new Zones(aws);
  const reader = new KubeReader(api);
  const securityGroupRules = new SecurityGroupRules(aws, clock);
  const interfaces = new Interfaces(aws, reader, clock);
  return {
    reader,
    classifier: new IngressClassifier(reader, config.ingressClass),
    securityGroupRules,
    networking: new BindingNetworkingManager(reader, config, interfaces, securityGroupRules),
    subnets: new SubnetResolver(options, zones, "application"),
    networkSubnets: new SubnetResolver(options, zones, "network"),
    backendSecurityGroup: new BackendSecurityGroup(aws, config, () => holders(reader, api)),
    log: log ?? (() => undefined),
  };
}

/** What load balancers are made for, and the controller has its finalizer on. */
function holders(reader: KubeReader, api: KubernetesApi): readonly KubeObject[] {
  const gateways = knowsGateways(api) ? reader.list(GATEWAY) : [];
  return [
    ...reader.list(INGRESS).filter(holdsGroupFinalizers),
    ...reader.list(SERVICE).filter(isPendingFinalization),
    ...gateways.filter((gateway) => hasFinalizer(gateway, GATEWAY_FINALIZER)),
  ];
}

function ingresses(options: LoadBalancerControllerOptions, parts: CommonParts): ControllerDefinition {
  const { config, api, aws, clock } = options;
  const { reader, classifier, log } = parts;
  const tagged = new TaggedResources(aws, config, clock, "ingress.k8s.aws");
  return ingressController({
    api,
    groups: new GroupLoader(reader, classifier),
    model: modelSources(options, parts, tagged),
    deploy: {
      ...deploySources(options, parts, tagged),
      webAcls: config.enableWafv2 ? new WebAcls(aws, clock) : undefined,
      shield: config.enableShield ? new ShieldSubscription(aws, clock, log) : undefined,
    },
    events: new EventRecorder(api, "ingress", new EventLimit(clock)),
    log,
  });
}

function services(options: LoadBalancerControllerOptions, parts: CommonParts): ControllerDefinition {
  const { config, api, aws, clock } = options;
  const tagged = new TaggedResources(aws, config, clock, "service.k8s.aws");
  const { networkSubnets: subnets, log } = parts;
  return serviceController({
    api,
    model: { ...modelSources(options, parts, tagged), subnets },
    deploy: {
      ...deploySources(options, parts, tagged),
      webAcls: undefined,
      shield: config.enableShield ? new ShieldSubscription(aws, clock, log) : undefined,
    },
    events: new EventRecorder(api, "service", new EventLimit(clock)),
    log,
  });
}

/** Web ACLs and Shield are add-ons of a Gateway: not looked at unless its configuration names them. */
function gateways(options: LoadBalancerControllerOptions, parts: CommonParts): ControllerDefinition {
  const { config, api, aws, clock } = options;
  const tagged = new TaggedResources(aws, config, clock, "gateway.k8s.aws.alb");
  return gatewayController({
    api,
    clock,
    model: modelSources(options, parts, tagged),
    deploy: { ...deploySources(options, parts, tagged), webAcls: undefined, shield: undefined },
    events: new EventRecorder(api, ALB_CONTROLLER, new EventLimit(clock)),
    log: parts.log,
  });
}

function modelSources(
  { config, aws }: LoadBalancerControllerOptions,
  { reader, subnets, backendSecurityGroup }: CommonParts,
  loadBalancers: TaggedResources,
): ModelSources {
  return { config, reader, aws, subnets, backendSecurityGroup, loadBalancers };
}

function deploySources(
  { config, api, aws }: LoadBalancerControllerOptions,
  { reader, networking, securityGroupRules }: CommonParts,
  tagged: TaggedResources,
): Omit<DeploySources, "webAcls" | "shield"> {
  return {
    aws,
    api,
    reader,
    config,
    tagged,
    securityGroupRules,
    collectUnusedRules: () => networking.collectUnused(),
  };
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
