import type * as pulumi from "@pulumi/pulumi";
import {
  listAnnotation,
  mapAnnotation,
  prefixedBy,
  type Annotations,
} from "../shared/controller-annotations.ts";
import { defined } from "../shared/defined.ts";
import { joinInputs } from "../shared/inputs.ts";
import { healthCheckAnnotations } from "../shared/load-balancer/health-check.ts";
import { loadBalancerAttributes, type ResolvedLoadBalancer } from "../shared/load-balancer/load-balancer.ts";
import {
  responseAttributes,
  responseHeadersOf,
  type ListenerProtocol,
} from "../shared/load-balancer/response-headers.ts";
import { mutualAuthentication, type MutualTls } from "../shared/load-balancer/client-certificates.ts";
import type { ResolvedCreateArgs } from "./resolve.ts";
import { targetGroupAttributes } from "../shared/load-balancer/target-group.ts";

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
export function ingressAnnotations(
  args: Pick<ResolvedCreateArgs, keyof ResolvedLoadBalancer | "groupName" | "targetGroup" | "healthCheck">,
): Annotations {
  const { subnetIds, inboundCidrs } = args;
  return prefixed({
    "multi-cluster-target-group": "true",
    "target-type": "ip",
    scheme: args.scheme,
    ...tlsAnnotations(args),
    ...listenerAnnotations(args),
    ...healthCheckAnnotations(args.healthCheck),
    "target-group-attributes": mapAnnotation(targetGroupAttributes(args.targetGroup)),
    "load-balancer-attributes": mapAnnotation(loadBalancerAttributes(args)),
    ...defined({
      "load-balancer-name": args.loadBalancerName,
      "group.name": args.groupName,
      subnets: subnetIds && listAnnotation(subnetIds),
      "inbound-cidrs": inboundCidrs && listAnnotation(inboundCidrs),
    }),
    ...defined({ tags: Object.keys(args.tags).length > 0 ? mapAnnotation(args.tags) : undefined }),
  });
}

/**
 * An ExternalDNS leaves out what names another controller: up to v0.21 under the first prefix, from then on under the second.
 * https://kubernetes-sigs.github.io/external-dns/v0.23.0/docs/annotations/annotations/
 */
export function externalDnsAnnotations({
  externalDns,
}: Pick<ResolvedCreateArgs, "externalDns">): Annotations {
  if (externalDns) return {};
  return {
    "external-dns.alpha.kubernetes.io/controller": "pulumi",
    "external-dns.kubernetes.io/controller": "pulumi",
  };
}

function tlsAnnotations({ tls }: ResolvedLoadBalancer): Annotations {
  return tls === undefined
    ? { "listen-ports": JSON.stringify([{ HTTP: 80 }]) }
    : {
        "listen-ports": JSON.stringify([{ HTTP: 80 }, { HTTPS: 443 }]),
        "certificate-arn": listAnnotation(tls.certificateArns),
        "ssl-policy": tls.sslPolicy,
        "mutual-authentication": mutualAnnotation(tls.mutual),
        ...defined({ "ssl-redirect": tls.redirectHttp ? "443" : undefined }),
      };
}

/** The controller's spelling of what it hands to AWS, by ports. */
function mutualAnnotation(mutual: MutualTls | undefined): pulumi.Input<string> {
  const { trustStoreArn, ...others } = mutualAuthentication(mutual);
  return joinInputs(trustStoreArn === undefined ? [] : [trustStoreArn], ([trustStore]) =>
    JSON.stringify([{ port: 443, ...others, ...defined({ trustStore }) }]),
  );
}

function listenerAnnotations({ tls, responseHeaders }: ResolvedLoadBalancer): Annotations {
  const of = (protocol: ListenerProtocol) =>
    mapAnnotation(responseAttributes(responseHeadersOf(responseHeaders, protocol)));
  return {
    "listener-attributes.HTTP-80": of("HTTP"),
    ...defined({ "listener-attributes.HTTPS-443": tls && of("HTTPS") }),
  };
}

/** Annotations that the controller reads on Ingresses and their Services. */
export function prefixed(annotations: Annotations): Annotations {
  return prefixedBy(ALB_ANNOTATION, annotations);
}
