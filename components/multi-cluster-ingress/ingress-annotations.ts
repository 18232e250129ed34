import * as pulumi from "@pulumi/pulumi";
import { healthCheckAnnotations, type ResolvedHealthCheck } from "./health-check.ts";
import { loadBalancerAttributes, type ResolvedLoadBalancer } from "./load-balancer.ts";
import { targetGroupAttributes, type ResolvedTargetGroup } from "./target-group.ts";

const PREFIX = "alb.ingress.kubernetes.io/";

/**
 * What the controller reads on the shared Ingress.
 *
 * `multi-cluster-target-group` is no choice: without it this cluster's controller would take the pods of all others
 * out of the target group, and setting it later leaves targets behind that nobody owns.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export function ingressAnnotations(args: {
  readonly loadBalancer: ResolvedLoadBalancer;
  readonly targetGroup: ResolvedTargetGroup;
  readonly healthCheck: ResolvedHealthCheck;
}): Annotations {
  const { loadBalancer, targetGroup, healthCheck } = args;
  return prefixed({
    "multi-cluster-target-group": "true",
    "target-type": "ip",
    scheme: loadBalancer.scheme,
    ...tlsAnnotations(loadBalancer),
    ...healthCheckAnnotations(healthCheck),
    "target-group-attributes": mapAnnotation(targetGroupAttributes(targetGroup)),
    "load-balancer-attributes": pulumi.output(loadBalancerAttributes(loadBalancer)).apply(mapAnnotation),
    ...optional("load-balancer-name", loadBalancer.loadBalancerName),
    ...optionalList("subnets", loadBalancer.subnetIds),
    ...optionalList("inbound-cidrs", loadBalancer.inboundCidrs),
    ...optional("wafv2-acl-arn", loadBalancer.webAclArn),
    ...tagsAnnotation(loadBalancer),
  });
}

/** By name; a value may be known only later, or be a secret. */
type Annotations = Record<string, pulumi.Input<string>>;

function tlsAnnotations({ tls }: ResolvedLoadBalancer): Annotations {
  if (tls === undefined) return { "listen-ports": JSON.stringify([{ HTTP: 80 }]) };
  return {
    "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
    "certificate-arn": joined(tls.certificateArns),
    "ssl-policy": tls.sslPolicy,
    ...(tls.redirectHttp ? { "ssl-redirect": "443" } : {}),
  };
}

function tagsAnnotation({ tags }: ResolvedLoadBalancer): Annotations {
  return Object.keys(tags).length === 0 ? {} : { tags: pulumi.all({ ...tags }).apply(mapAnnotation) };
}

function prefixed(annotations: Annotations): Annotations {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${PREFIX}${key}`, value]));
}

function optional(key: string, value: pulumi.Input<string> | undefined): Annotations {
  return value === undefined ? {} : { [key]: value };
}

function optionalList(key: string, values: readonly pulumi.Input<string>[] | undefined): Annotations {
  return values === undefined ? {} : { [key]: joined(values) };
}

function joined(values: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  return pulumi.all([...values]).apply((known) => known.join(","));
}

/** The controller's spelling of a map: `k=v,k=v`, with a backslash before a comma that belongs to a value. */
function mapAnnotation(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value.replaceAll(",", "\\,")}`)
    .join(",");
}
