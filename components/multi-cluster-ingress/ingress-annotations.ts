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
}): pulumi.Output<Record<string, string>> {
  const { loadBalancer, targetGroup, healthCheck } = args;
  return pulumi
    .all([
      loadBalancerAttributes(loadBalancer),
      pulumi.all([...(loadBalancer.subnetIds ?? [])]),
      pulumi.output(loadBalancer.webAclArn),
      tlsAnnotations(loadBalancer),
    ])
    .apply(([attributes, subnetIds, webAclArn, tls]) =>
      prefixed({
        "multi-cluster-target-group": "true",
        "target-type": "ip",
        scheme: loadBalancer.scheme,
        ...tls,
        ...healthCheckAnnotations(healthCheck),
        "target-group-attributes": mapAnnotation(targetGroupAttributes(targetGroup)),
        "load-balancer-attributes": mapAnnotation(attributes),
        ...optional("load-balancer-name", loadBalancer.loadBalancerName),
        ...optional("subnets", listAnnotation(subnetIds)),
        ...optional("inbound-cidrs", listAnnotation(loadBalancer.inboundCidrs)),
        ...optional("wafv2-acl-arn", webAclArn),
        ...optional("tags", mapAnnotation(loadBalancer.tags)),
      }),
    );
}

function tlsAnnotations({ tls }: ResolvedLoadBalancer): pulumi.Output<Record<string, string>> {
  return pulumi.all([...(tls?.certificateArns ?? [])]).apply((arns): Record<string, string> =>
    tls === undefined
      ? { "listen-ports": JSON.stringify([{ HTTP: 80 }]) }
      : {
          "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
          "certificate-arn": arns.join(","),
          "ssl-policy": tls.sslPolicy,
          ...(tls.redirectHttp ? { "ssl-redirect": "443" } : {}),
        },
  );
}

function prefixed(annotations: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${PREFIX}${key}`, value]));
}

function optional(key: string, value: string | undefined): Record<string, string> {
  return value === undefined || value === "" ? {} : { [key]: value };
}

function listAnnotation(values: readonly string[] = []): string {
  return values.join(",");
}

/** The controller's spelling of a map: `k=v,k=v`, with a backslash before a comma that belongs to a value. */
function mapAnnotation(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value.replaceAll(",", "\\,")}`)
    .join(",");
}
