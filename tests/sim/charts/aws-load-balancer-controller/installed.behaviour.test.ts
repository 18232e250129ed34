import { beforeEach, describe, expect, it } from "vitest";
import { awsLoadBalancerControllerChart } from "../../../../sim/charts/aws-load-balancer-controller/chart.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import { KubernetesCluster } from "../../../../sim/kubernetes/cluster.ts";
import type { Pod } from "../../../../sim/kubernetes/objects.ts";

const NAMESPACE = "kube-system";
const VALUES = { clusterName: "myeks", region: "ap-northeast-2", vpcId: "vpc-1" };

let cloud: SimulatedCloud;
let cluster: KubernetesCluster;

/** A cluster with one node and the chart's release, as Helm leaves it. */
beforeEach(() => {
  cloud = new SimulatedCloud();
  cluster = new KubernetesCluster({ name: "myeks", cloud, version: "1.35" });
  let address = 10;
  cluster.podNetwork = { assign: () => `192.168.0.${address++}`, release: () => undefined };
  cluster.podCredentials = {
    mutatePod: (pod) => pod,
    credentials: () => cloud.administrator,
    instanceMetadata: () => {
      throw new Error("operation error ec2imds: GetMetadata, canceled, context deadline exceeded");
    },
  };
  cluster.api.create({
    apiVersion: "v1",
    kind: "Node",
    metadata: { name: "node" },
    status: {
      allocatable: { cpu: "4", memory: "8Gi", pods: "20" },
      conditions: [{ type: "Ready", status: "True" }],
    },
  });
});

function install(values: Readonly<Record<string, unknown>> = VALUES): void {
  for (const crd of awsLoadBalancerControllerChart.crds("3.5.0")) cluster.api.create(crd);
  const release = { name: "aws-load-balancer-controller", namespace: NAMESPACE, version: "3.5.0", values };
  for (const manifest of awsLoadBalancerControllerChart.render(release)) cluster.api.create(manifest);
  cloud.clock.advance(60_000);
}

function pods(): Pod[] {
  return cluster.api.list("v1/Pod", {
    namespace: NAMESPACE,
    labels: { "app.kubernetes.io/name": "aws-load-balancer-controller" },
  });
}

function leader(): string {
  const lease = cluster.api.get(
    "coordination.k8s.io/v1/Lease",
    NAMESPACE,
    "aws-load-balancer-controller-leader",
  );
  return String(lease["spec"].holderIdentity).split("_")[0]!;
}

function createBinding(name: string): void {
  cluster.api.create({
    apiVersion: "elbv2.k8s.aws/v1beta1",
    kind: "TargetGroupBinding",
    metadata: { name, namespace: "default" },
    spec: { serviceRef: { name: "app", port: 80 } },
  });
}

describe("an installed release", () => {
  it("brings two replicas up, one of which leads", () => {
    install();
    const deployment = cluster.api.get("apps/v1/Deployment", NAMESPACE, "aws-load-balancer-controller");
    expect(deployment["status"]).toMatchObject({ replicas: 2, readyReplicas: 2, availableReplicas: 2 });
    expect(pods().map(({ metadata }) => metadata.name)).toContain(leader());
  });

  it("hands the lead over when the leader's pod goes", () => {
    install();
    const before = leader();
    cluster.api.delete("v1/Pod", NAMESPACE, before);
    cloud.clock.advance(60_000);
    expect(leader()).not.toBe(before);
    expect(pods().map(({ metadata }) => metadata.name)).toContain(leader());
  });

  it("asks its webhooks, through their Service", () => {
    install();
    expect(() => createBinding("app")).toThrow(
      'admission webhook "mtargetgroupbinding.elbv2.k8s.aws" denied the request: must provide either TargetGroupARN or TargetGroupName',
    );
  });

  it("lets nothing through that its webhooks have to see while no pod runs", () => {
    install();
    cluster.api.patch("apps/v1/Deployment", NAMESPACE, "aws-load-balancer-controller", {
      spec: { replicas: 0 },
    });
    cloud.clock.advance(60_000);
    expect(() => createBinding("app")).toThrow(
      'failed calling webhook "mtargetgroupbinding.elbv2.k8s.aws": failed to call webhook: Post "https://aws-load-balancer-webhook-service.kube-system.svc:443/mutate-elbv2-k8s-aws-v1beta1-targetgroupbinding?timeout=10s": no endpoints available for service "aws-load-balancer-webhook-service"',
    );
  });

  it("crashes again and again where instance metadata is out of reach and no VPC is given", () => {
    install({ clusterName: "myeks", region: "ap-northeast-2" });
    const [pod] = pods();
    expect(pod!.status.containerStatuses?.[0]).toMatchObject({
      ready: false,
      state: { waiting: { reason: "CrashLoopBackOff" } },
    });
    const log = cluster.logs(NAMESPACE, pod!.metadata.name, { previous: true });
    expect(JSON.parse(log.at(-1)!)).toMatchObject({
      logger: "setup",
      msg: "unable to initialize AWS cloud",
      error:
        "failed to get VPC ID: failed to fetch VPC ID from instance metadata: error in fetching vpc id through ec2 metadata: get mac metadata: operation error ec2imds: GetMetadata, canceled, context deadline exceeded",
    });
  });

  it("gives Services of type LoadBalancer its class", () => {
    install();
    const service = cluster.api.create({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: "app", namespace: "default" },
      spec: { type: "LoadBalancer", ports: [{ port: 80 }] },
    });
    expect(service).toHaveProperty("spec.loadBalancerClass", "service.k8s.aws/nlb");
    cloud.clock.settle();
    const events = cluster.api.list("v1/Event", { namespace: "default" });
    expect(events.map((event) => event["message"])).toEqual([
      "Failed build model due to unable to resolve at least one subnet. Evaluated 0 subnets: 0 are tagged for other clusters, and 0 have insufficient available IP addresses",
    ]);
  });
});
