import { elbv2State } from "../sim/aws/elbv2/state.ts";
import { addHostedZone } from "../sim/aws/route53/operations.ts";
import { route53State } from "../sim/aws/route53/state.ts";
import { AwsClient } from "../sim/charts/aws-sdk-go/client.ts";
import { ExternalDns } from "../sim/charts/external-dns/controller/external-dns.ts";
import { parseFlags } from "../sim/charts/external-dns/controller/flags.ts";
import { SimulatedCloud } from "../sim/cloud.ts";
import { ApiServer } from "../sim/kubernetes/api-server.ts";
import { bootstrap } from "../sim/kubernetes/bootstrap.ts";
import { median } from "./median.ts";

/** What one ExternalDNS does about many names: to make them all, and to find that nothing is to be done. */
export interface ManyNames {
  readonly names: number;
  /** Requests that change records. */
  readonly batches: number;
  readonly largestBatch: number;
  readonly virtualMs: number;
  readonly makeMs: number;
  readonly lookMs: number;
}

const NAMES = 500;
const LOAD_BALANCER = "k8s-shop-111111111.ap-northeast-2.elb.amazonaws.com";
const ARGS = [
  "--source=ingress",
  "--policy=sync",
  "--txt-owner-id=shop/myeks",
  "--domain-filter=example.com",
];

export function measureNames(runs: number): ManyNames {
  const samples = Array.from({ length: runs }, () => makeNames());
  const middle = (of: (sample: ManyNames) => number) => median(samples.map(of));
  return { ...samples[0]!, makeMs: middle(({ makeMs }) => makeMs), lookMs: middle(({ lookMs }) => lookMs) };
}

/** An Ingress for each name; all are there when the program starts. */
function makeNames(): ManyNames {
  const cloud = new SimulatedCloud();
  const { clock, journal } = cloud;
  addHostedZone(cloud, { name: "example.com", delegated: true });
  elbv2State(cloud).loadBalancers.set(LOAD_BALANCER, { dnsName: LOAD_BALANCER } as never);
  const api = new ApiServer({ clock, ids: cloud.ids });
  bootstrap(api, "10.100.0.0/16");
  for (let index = 0; index < NAMES; index += 1) createIngress(api, index);
  const aws = new AwsClient(cloud, () => cloud.administrator);
  const program = new ExternalDns({ flags: parseFlags(ARGS), api, aws, clock, log: () => undefined });
  const began = clock.now();
  const makeMs = elapsed(() =>
    clock.waitUntil(() => route53State(cloud).recordSets.values().length === 4 * NAMES, 600_000),
  );
  const virtualMs = clock.now() - began;
  const lookMs = elapsed(() => {
    clock.advance(60_000);
  });
  program.stop();
  const batches = journal.entries().filter(({ action }) => action === "ChangeResourceRecordSets");
  const sizes = batches.map(
    ({ parameters }) => (parameters["ChangeBatch"] as { Changes: object[] }).Changes.length,
  );
  return {
    names: NAMES,
    batches: batches.length,
    largestBatch: Math.max(...sizes),
    virtualMs,
    makeMs,
    lookMs,
  };
}

function createIngress(api: ApiServer, index: number): void {
  const name = `page-${index}`;
  const ingress = {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name, namespace: "default" },
    spec: { rules: [{ host: `${name}.example.com` }] },
  };
  api.create(ingress);
  const status = { loadBalancer: { ingress: [{ hostname: LOAD_BALANCER }] } };
  api.patch("networking.k8s.io/v1/Ingress", "default", name, { status }, "status");
}

function elapsed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
