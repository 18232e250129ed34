import type * as pulumi from "@pulumi/pulumi";
import {
  listAnnotation,
  mapAnnotation,
  prefixedBy,
  type Annotations,
} from "../shared/controller-annotations.ts";
import { defined } from "../shared/defined.ts";
import type { ResolvedNlbHealthCheck } from "./health-check.ts";
import type { ResolvedCreateNlb } from "./resolve.ts";
import { portName } from "./service-ports.ts";

/** Begins annotations that the controller reads on a Service. */
export const NLB_ANNOTATION = "service.beta.kubernetes.io/aws-load-balancer-";

/**
 * What the controller reads on the Service. What has a default is said all the same: the controller leaves alone an attribute
 * that is no longer named.
 *
 * The flag for target groups of several clusters is on from the start: set later, it leaves targets behind that nobody owns.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
export function nlbAnnotations(args: ResolvedCreateNlb): Annotations {
  const { subnetIds, securityGroupIds, tags, proxyProtocol, ports } = args;
  return prefixedBy(NLB_ANNOTATION, {
    "multi-cluster-target-group": "true",
    scheme: args.scheme,
    "nlb-target-type": args.targetType,
    "cross-zone-load-balancing-enabled": String(args.crossZone),
    "target-group-attributes": mapAnnotation({
      "deregistration_delay.timeout_seconds": String(args.deregistrationDelaySeconds),
    }),
    ...healthCheckAnnotations(args.healthCheck),
    ...tlsAnnotations(args),
    ...addressAnnotations(args),
    ...securityGroupAnnotations(securityGroupIds),
    ...defined({
      "proxy-protocol": proxyProtocol ? "*" : undefined,
      "enable-tcp-udp-listener": ports.some(({ protocol }) => protocol === "TCP_UDP") ? "true" : undefined,
      subnets: subnetIds && listAnnotation(subnetIds),
      "additional-resource-tags": Object.keys(tags).length > 0 ? mapAnnotation(tags) : undefined,
    }),
  });
}

function healthCheckAnnotations(args: ResolvedNlbHealthCheck): Annotations {
  return {
    "healthcheck-protocol": args.protocol,
    "healthcheck-port": String(args.port),
    ...requestAnnotations(args),
    "healthcheck-interval": String(args.intervalSeconds),
    "healthcheck-timeout": String(args.timeoutSeconds),
    "healthcheck-healthy-threshold": String(args.healthyThreshold),
    "healthcheck-unhealthy-threshold": String(args.unhealthyThreshold),
  };
}

function requestAnnotations({ protocol, path, successCodes }: ResolvedNlbHealthCheck): Annotations {
  if (protocol === "TCP") return {};
  return { "healthcheck-path": path, "healthcheck-success-codes": successCodes };
}

/** Without a list of ports all of them would get TLS. */
function tlsAnnotations({ tls, ports }: ResolvedCreateNlb): Annotations {
  if (tls === undefined) return {};
  const secure = ports.filter(({ protocol }) => protocol === "TLS");
  return {
    "ssl-cert": listAnnotation(tls.certificateArns),
    "ssl-ports": secure.map(portName).join(","),
    "ssl-negotiation-policy": tls.sslPolicy,
    ...defined({ "backend-protocol": tls.toTargets ? "ssl" : undefined }),
  };
}

function addressAnnotations({ addresses }: ResolvedCreateNlb): Annotations {
  if (addresses === undefined) return {};
  return "allocationIds" in addresses
    ? { "eip-allocations": listAnnotation(addresses.allocationIds) }
    : { "private-ipv4-addresses": listAnnotation(addresses.privateIpv4) };
}

/** Rules of nodes are the controller's all the same. */
function securityGroupAnnotations(ids: readonly pulumi.Input<string>[] | undefined): Annotations {
  if (ids === undefined) return {};
  return { "security-groups": listAnnotation(ids), "manage-backend-security-group-rules": "true" };
}
