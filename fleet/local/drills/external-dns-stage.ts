/** What drills of ExternalDNS have in common: a zone, clusters with ExternalDNS, and Ingresses that ask for names. */
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { resolve } from "../../../sim/aws/route53/lookup.ts";
import { addHostedZone } from "../../../sim/aws/route53/operations.ts";
import { route53State } from "../../../sim/aws/route53/state.ts";
import type { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";
import type { Symptom } from "./symptom.ts";

const ZONE = "Z0DRILL0EXAMPLE0COM0";
const INGRESS = "networking.k8s.io/v1/Ingress";
const PREFIX = "external-dns.kubernetes.io/";

/** A cloud with the zone of example.com. */
export async function stageWithZone(scene: Scene, { delegated = true } = {}): Promise<Stage> {
  const stage = await scene.stage("primary");
  addHostedZone(stage.cloud, { id: ZONE, name: "example.com", delegated });
  return stage;
}

/** The domain above names the zone's name servers from now on. */
export function delegateZone({ cloud }: Stage): void {
  addHostedZone(cloud, { id: ZONE, name: "example.com", delegated: true });
}

/** Stacks whose clusters have an ExternalDNS that also deletes. */
export function withExternalDns(stage: Stage, fields: object = {}): Stage {
  const externalDns = { zones: [{ name: "example.com" }], policy: "sync", ...fields };
  return stage.with({ addons: JSON.stringify({ externalDns }) });
}

/** Somebody's Ingress, or what becomes of it, with a name for the load balancer that is there. */
export function askFor(
  stage: Stage,
  stack: string,
  host: string,
  prefixes: readonly string[] = [PREFIX],
): void {
  const [loadBalancer] = elbv2State(stage.cloud).loadBalancers.values();
  const annotations = prefixes.flatMap((prefix) => [
    [`${prefix}hostname`, host],
    [`${prefix}target`, loadBalancer!.dnsName],
  ]);
  stage.cluster(stack).api.apply({
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: {
      name: "page",
      namespace: "default",
      annotations: Object.fromEntries(annotations) as Record<string, string>,
    },
    spec: { defaultBackend: { service: { name: "page", port: { number: 80 } } } },
  });
}

export function takeBack(stage: Stage, stack: string): void {
  stage.cluster(stack).api.delete(INGRESS, "default", "page");
}

/** Lets every ExternalDNS go round a few times. */
export function wait(stage: Stage, minutes = 2): void {
  stage.cloud.clock.advance(minutes * 60_000 + 1000);
}

/** Records of the zone by their names, each with whose it is. */
export function records({ cloud }: Stage): Symptom[] {
  const all = route53State(cloud).recordSets.values();
  const names = [...new Set(all.map(({ Name }) => Name))].toSorted();
  if (names.length === 0) return [{ where: "Route 53, zone example.com", what: "no records" }];
  return names.map((name) => {
    const ofName = all.filter(({ Name }) => Name === name);
    const values = ofName.map(
      ({ Type, ResourceRecords }) => `${Type} ${ResourceRecords?.[0]?.Value ?? "alias of a load balancer"}`,
    );
    return { where: `Route 53, ${name}`, what: values.toSorted().join("\n") };
  });
}

/** What clients on the internet get. */
export function answer({ cloud }: Stage, host: string): Symptom {
  const found = resolve(cloud, host);
  const what = found === undefined ? "SERVFAIL or the answer of other name servers" : "NXDOMAIN";
  return { where: `dig ${host}`, what: found?.set === undefined ? what : "addresses of the load balancer" };
}

/** What a cluster's ExternalDNS has said since, each line once. @param since when: as its lines have it. */
export function said(stage: Stage, stack: string, since: string): Symptom {
  const { api } = stage.cluster(stack);
  const [pod] = api.list("v1/Pod").filter(({ metadata }) => metadata.name.startsWith("external-dns-"));
  const lines = stage
    .cluster(stack)
    .logs("kube-system", pod!.metadata.name)
    .map(
      (line) => JSON.parse(line) as { readonly level: string; readonly msg: string; readonly time: string },
    )
    .filter(({ time }) => time > since)
    .map(({ level, msg }) => `${level} ${msg}`);
  return {
    where: `cluster ${stage.clusterName(stack)}, log of external-dns`,
    what: [...new Set(lines)].join("\n"),
  };
}
