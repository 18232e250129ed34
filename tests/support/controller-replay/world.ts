import { gatewayApiCrds } from "../../../facts/gateway-crds.ts";
import { WebhookAdmission } from "../../../sim/kubernetes/admission/webhooks.ts";
import { WebhookUnavailable } from "../../../sim/kubernetes/admission/webhook-transport.ts";
import { ApiServer } from "../../../sim/kubernetes/api-server.ts";
import { bootstrap } from "../../../sim/kubernetes/bootstrap.ts";
import type { Deployment } from "../../../sim/kubernetes/objects.ts";
import type { AdmissionHandler, Manifest } from "../../../sim/kubernetes/types.ts";
import { alwaysHealthy } from "../../../sim/aws/elbv2/health/health-checks.ts";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import type { Caller } from "../../../sim/core/caller.ts";
import { AwsClient } from "../../../sim/charts/aws-sdk-go/client.ts";
import { LoadBalancerController } from "../../../sim/charts/aws-load-balancer-controller/controller/controller.ts";
import { configurationOf } from "../../../sim/charts/aws-load-balancer-controller/controller/process/configuration.ts";
import { parseFlags } from "../../../sim/charts/aws-load-balancer-controller/controller/process/flags.ts";
import { controllerRelease } from "../../../sim/charts/aws-load-balancer-controller/controller/releases.ts";
import { awsLoadBalancerControllerChart } from "../../../sim/charts/aws-load-balancer-controller/chart.ts";
import { SimulatedCloud } from "../../../sim/cloud.ts";
import { AwsNetwork, type NetworkOptions } from "./aws-network.ts";
import { makeEdge, makeTargetGroup, type EdgeTargetGroups } from "./edge.ts";
import { Workload } from "./workload.ts";

/** What differs between the worlds of the recordings. */
export interface WorldOptions extends NetworkOptions {
  /**
   * Version of the controller's chart.
   * @default "3.5.0", the one that was recorded
   */
  readonly version?: string;
  /** Values of the controller's chart besides those of every world. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Release of the Gateway API that is on the clusters before the controllers start. Default: none. */
  readonly gatewayApi?: string;
  /** Target groups of a load balancer that is there from the start. */
  readonly edge?: EdgeTargetGroups;
  /** A target group of nobody's that is there from the start. */
  readonly targetGroup?: string;
}

/** Until then the instances are running. */
const INSTANCE_START_MS = 60_000;

/** Names of the clusters. */
export const PRIMARY = "myeks";
export const MEMBER = "myeks-cluster2";

/**
 * The world in which the recordings were made: one VPC, two clusters without any controller of Kubernetes' own, and
 * in each a load balancer controller. Pods are given as ready by hand; targets are healthy at once.
 */
export class World {
  readonly cloud = new SimulatedCloud();
  readonly network: AwsNetwork;
  readonly clusters: ReadonlyMap<string, TestCluster>;

  constructor(options: WorldOptions = {}) {
    elbv2State(this.cloud).probe = alwaysHealthy;
    // The recordings' stand-in for AWS let go of a load balancer at once and put "-1" into every DNS name.
    elbv2State(this.cloud).interfaceReleaseMs = 0;
    elbv2State(this.cloud).dnsNameDigits = "1";
    this.network = new AwsNetwork(this.cloud, [PRIMARY, MEMBER], options);
    if (options.edge !== undefined) makeEdge(this.network, options.edge);
    if (options.targetGroup !== undefined) makeTargetGroup(this.network, options.targetGroup);
    this.cloud.clock.advance(INSTANCE_START_MS);
    this.clusters = new Map(
      [PRIMARY, MEMBER].map((name, index) => [
        name,
        new TestCluster(name, this.cloud, this.network, index === 0 ? 10 : 60, options),
      ]),
    );
  }

  cluster(name: string): TestCluster {
    const found = this.clusters.get(name);
    if (found === undefined) throw new Error(`no cluster ${name}`);
    return found;
  }
}

/** A cluster of the recordings' world. */
export class TestCluster {
  readonly name: string;
  readonly api: ApiServer;
  readonly workload: Workload;
  /** The controller's in the journal. */
  readonly arn: string;
  /** The identity with which the controller calls AWS; throws what the SDK would say. */
  credentials: () => Caller;
  /** Undefined while the controller is not running. */
  controller: LoadBalancerController | undefined;
  readonly #cloud: SimulatedCloud;
  readonly #vpcId: string;
  readonly #version: string;
  readonly #args: readonly string[];

  /** @param firstAddress last part of the first pod's address. */
  constructor(
    name: string,
    cloud: SimulatedCloud,
    network: AwsNetwork,
    firstAddress: number,
    { version = "3.5.0", values = {}, gatewayApi }: Pick<WorldOptions, "version" | "values" | "gatewayApi">,
  ) {
    this.name = name;
    this.arn = cloud.arn("sts", `assumed-role/${name}-lbc/1763715600000000000`, { regional: false });
    this.#cloud = cloud;
    this.#vpcId = network.vpcId;
    this.#version = version;
    this.credentials = () => ({ kind: "administrator", arn: this.arn });
    this.api = new ApiServer({ clock: cloud.clock, ids: cloud.ids });
    bootstrap(this.api, "10.100.0.0/16");
    this.api.addAdmission(
      new WebhookAdmission(this.api, ({ path }): AdmissionHandler => {
        const handler = this.controller?.webhooks.get(path);
        if (handler === undefined) throw new WebhookUnavailable("no endpoints available");
        return handler;
      }),
    );
    const gatewayCrds = gatewayApi === undefined ? [] : gatewayApiCrds(gatewayApi);
    for (const definition of gatewayCrds) this.api.create({ ...definition });
    this.#args = this.#install({
      clusterName: name,
      region: cloud.region,
      vpcId: network.vpcId,
      backendSecurityGroup: network.backendSecurityGroupId,
      enableShield: false,
      enableWaf: false,
      enableWafv2: false,
      ...values,
    });
    this.workload = new Workload(this.api, network.nodeOf(name), firstAddress);
    this.start();
    cloud.clock.settle();
  }

  /** Starts a controller, with nothing in memory; one of the chart's version unless told otherwise. */
  start(version = this.#version): void {
    const release = controllerRelease(`v${version}`);
    const flags = parseFlags(this.#args, release);
    this.controller = new LoadBalancerController({
      release,
      config: configurationOf(flags, flags["aws-region"], this.#vpcId),
      api: this.api,
      aws: new AwsClient(this.#cloud, () => this.credentials()),
      clock: this.#cloud.clock,
    });
    this.controller.start();
  }

  stop(): void {
    this.controller?.stop();
    this.controller = undefined;
  }

  /** Installs the chart without the Deployment. @returns the container's arguments. */
  #install(values: Readonly<Record<string, unknown>>): readonly string[] {
    const release = {
      name: "aws-load-balancer-controller",
      namespace: "kube-system",
      version: this.#version,
      values,
    };
    const manifests = awsLoadBalancerControllerChart.render(release);
    for (const crd of awsLoadBalancerControllerChart.crds(release.version)) this.api.create(crd);
    const deployment = manifests.find(({ kind }) => kind === "Deployment") as Deployment;
    // Class and parameters are checked by webhooks, which this cluster's controller answers later.
    const before = (manifest: Manifest) => (manifest.kind.endsWith("WebhookConfiguration") ? 1 : 0);
    for (const manifest of [...manifests].sort((a, b) => before(a) - before(b))) {
      if (manifest !== deployment) this.api.create(manifest);
    }
    return deployment.spec.template.spec.containers[0]!.args!;
  }
}
