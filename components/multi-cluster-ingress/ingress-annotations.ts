import type * as pulumi from "@pulumi/pulumi";
import { joinInputs } from "../shared/transform.ts";
import { healthCheckAnnotations, type ResolvedHealthCheck } from "./health-check.ts";
import { loadBalancerAttributes, type ResolvedLoadBalancer } from "./load-balancer.ts";
import { targetGroupAttributes, type ResolvedTargetGroup } from "./target-group.ts";

/** Takes a web ACL away. */
export const NO_WEB_ACL = "none";

/** Prefix of annotations that the controller reads. */
export const ALB_ANNOTATION = "alb.ingress.kubernetes.io/";

/**
 * What the controller reads on the shared Ingress.
 *
 * `multi-cluster-target-group` is not optional: without it this cluster's controller would take the pods of all others
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
    "load-balancer-attributes": mapAnnotation(loadBalancerAttributes(loadBalancer)),
    ...optional("load-balancer-name", loadBalancer.loadBalancerName),
    ...optional("subnets", loadBalancer.subnetIds && listAnnotation(loadBalancer.subnetIds)),
    ...optional("inbound-cidrs", loadBalancer.inboundCidrs && listAnnotation(loadBalancer.inboundCidrs)),
    // Without it the controller leaves the web ACL that the load balancer has.
    "wafv2-acl-arn": loadBalancer.webAclArn ?? NO_WEB_ACL,
    ...optional("tags", mapAnnotation(loadBalancer.tags)),
  });
}

/** By name; a value may be known only later, or be a secret. */
type Annotations = Record<string, pulumi.Input<string>>;

function tlsAnnotations({ tls }: ResolvedLoadBalancer): Annotations {
  return tls === undefined
    ? { "listen-ports": JSON.stringify([{ HTTP: 80 }]) }
    : {
        "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
        "certificate-arn": listAnnotation(tls.certificateArns),
        "ssl-policy": tls.sslPolicy,
        ...(tls.redirectHttp ? { "ssl-redirect": "443" } : {}),
      };
}

function prefixed(annotations: Annotations): Annotations {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [`${ALB_ANNOTATION}${key}`, value]),
  );
}

function optional(key: string, value: pulumi.Input<string> | undefined): Annotations {
  return value === undefined || value === "" ? {} : { [key]: value };
}

function listAnnotation(values: readonly pulumi.Input<string>[]): pulumi.Input<string> {
  return joinInputs(values, (known) => known.join(","));
}

/** The controller's spelling of a map: `k=v,k=v`, with a backslash before a comma that belongs to a value. */
function mapAnnotation(values: Readonly<Annotations>): pulumi.Input<string> {
  const keys = Object.keys(values);
  return joinInputs(Object.values(values), (known) =>
    known.map((value, index) => `${keys[index]}=${value.replaceAll(",", "\\,")}`).join(","),
  );
}
