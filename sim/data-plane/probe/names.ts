/** What a name of a URL leads to, for a pod and for somebody on the internet. */
import { parseAddress } from "../../aws/ec2/cidr.ts";
import { interfaceOf, reachability } from "../../aws/ec2/reachability.ts";
import { ec2State } from "../../aws/ec2/state.ts";
import { elbv2State } from "../../aws/elbv2/state.ts";
import { resolve } from "../../aws/route53/lookup.ts";
import type { Cloud } from "../../core/cloud.ts";
import { NotSimulated } from "../../core/errors.ts";
import type { Pod } from "../../kubernetes/objects.ts";
import { placeOf, type Client, type PodPlace } from "./client.ts";

/** The answer of a name server. */
export type Found =
  | { readonly name: string; readonly address: string }
  | { readonly name: string; readonly loadBalancerArn: string };

const CLUSTER_DOMAIN = "cluster.local";

/** So many Services are named to a pod that asks for one that is not there. */
const NAMED_SERVICES = 10;

/** Names with so many dots are asked for as they are first: `ndots` of a pod's resolv.conf. */
const MANY_DOTS = 5;

/** @returns why there is no answer, in words, where there is none. */
export function lookUp(cloud: Cloud, client: Client, host: string): Found | string {
  if (isNotSimulated(host))
    throw new NotSimulated("addresses of IPv6, of a pod for itself and of a node's own link", host);
  if (parseAddress(host) !== undefined) return { name: host, address: host };
  if (client.cluster === undefined) return inDns(cloud, host, undefined) ?? unknown(host);
  const { cluster, pod } = client;
  const place = placeOf(cloud, cluster, pod);
  if (!asksCluster(pod)) return inDns(cloud, host, place.vpcId) ?? unknown(host);
  const obstacle = serverObstacle(cloud, place);
  if (obstacle !== undefined) return obstacle;
  if (host.endsWith(`.pod.${CLUSTER_DOMAIN}`)) throw new NotSimulated("names of pods", host);
  for (const name of candidates(cloud, host, pod.metadata.namespace ?? "")) {
    const found = name.endsWith(`.${CLUSTER_DOMAIN}`)
      ? ofService(place, name)
      : inDns(cloud, name, place.vpcId);
    if (found !== undefined) return found;
  }
  return unknown(host, servicesNear(client, host));
}

/** `[::1]`, `localhost`, 127.0.0.1, and 169.254.169.254, at which the instance's metadata are. */
function isNotSimulated(host: string): boolean {
  return host.startsWith("[") || host === "localhost" || /^(127|169\.254)\.\d/.test(host);
}

/** https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
function asksCluster({ spec: { dnsPolicy = "ClusterFirst", hostNetwork = false } }: Pod): boolean {
  return dnsPolicy === "ClusterFirstWithHostNet" || (dnsPolicy === "ClusterFirst" && !hostNetwork);
}

/** The names that are asked for, one after the other, until one has an address: those of the search domains, and itself. */
function candidates(cloud: Cloud, host: string, namespace: string): string[] {
  if (host.endsWith(".")) return [host.slice(0, -1)];
  const domains = [
    `${namespace}.svc.${CLUSTER_DOMAIN}`,
    `svc.${CLUSTER_DOMAIN}`,
    CLUSTER_DOMAIN,
    cloud.region === "us-east-1" ? "ec2.internal" : `${cloud.region}.compute.internal`,
  ];
  const searched = domains.map((domain) => `${host}.${domain}`);
  return host.split(".").length > MANY_DOTS ? [host, ...searched] : [...searched, host];
}

/** Why a pod gets no answer of CoreDNS. */
function serverObstacle(cloud: Cloud, { cluster, node, end, vpcId }: PodPlace): string | undefined {
  const address = cluster.api.view("v1/Service", "kube-system", "kube-dns")?.spec.clusterIP ?? "";
  const client = { nodeName: node.name, address: end.address };
  const proxied = cluster.kubeProxy.toClusterAddress(address, 53, client);
  if (proxied?.outcome !== "forwarded") return "no pod of CoreDNS is ready";
  const { ip, nodeName } = proxied.destination;
  if (nodeName === node.name) return undefined;
  const to = { address: ip, interface: interfaceOf(cloud, vpcId, ip)! };
  const way = reachability(cloud, { from: end, to, port: 53, protocol: "udp" });
  return way.allowed ? undefined : `CoreDNS does not answer: ${way.reason}`;
}

/** `shop.game.svc.cluster.local` */
function ofService({ cluster }: PodPlace, name: string): Found | undefined {
  const [service = "", namespace, svc, ...domain] = name.split(".");
  if (svc !== "svc" || domain.join(".") !== CLUSTER_DOMAIN) return undefined;
  const found = cluster.api.view("v1/Service", namespace, service);
  if (found === undefined) return undefined;
  const { clusterIP = "None" } = found.spec;
  if (clusterIP === "None") throw new NotSimulated("names of Services without an address", name);
  return { name, address: clusterIP };
}

/** Load balancers, hosted zones of the account, and nodes. */
function inDns(cloud: Cloud, name: string, vpcId: string | undefined): Found | undefined {
  const plain = name.toLowerCase().replace(/\.$/, "");
  const [loadBalancer] = elbv2State(cloud).loadBalancers.where(
    ({ dnsName }) => dnsName.toLowerCase() === plain,
  );
  if (loadBalancer !== undefined) return { name, loadBalancerArn: loadBalancer.arn };
  const { AliasTarget, ResourceRecords } = resolve(cloud, plain, vpcId)?.set ?? {};
  if (AliasTarget !== undefined) return inDns(cloud, AliasTarget.DNSName.replace("dualstack.", ""), vpcId);
  const [record] = ResourceRecords ?? [];
  if (record !== undefined) return { name, address: record.Value };
  const [eni] = ec2State(cloud).networkInterfaces.where(
    ({ PrivateDnsName, VpcId }) => VpcId === vpcId && PrivateDnsName === plain,
  );
  return eni && { name, address: eni.PrivateIpAddress };
}

/** Services of the namespace that a name such as `shop.game` names, or else of the pod's. */
function servicesNear({ cluster, pod }: Extract<Client, { cluster: object }>, host: string): string {
  const [, namespace = pod.metadata.namespace ?? ""] = host.split(".");
  const names = cluster.api.list("v1/Service", { namespace }).map(({ metadata }) => metadata.name);
  if (names.length === 0) return "";
  const more = names.length > NAMED_SERVICES ? ", ..." : "";
  return `Services of namespace ${namespace}: ${names.sort().slice(0, NAMED_SERVICES).join(", ")}${more}; `;
}

function unknown(host: string, hint = ""): string {
  return `no Service, load balancer or hosted zone here has the name ${host}; ${hint}other names of the internet are not simulated`;
}
