import { sha256 } from "../../../core/ids.ts";
import { stackIdText, type StackId } from "./model.ts";

/**
 * Names of AWS objects: readable parts, cut and stripped to letters and digits, and ten digits of a hash over what
 * makes the object the one it is. Facts: pkg/ingress/model_build_{load_balancer,managed_sg,target_group}.go,
 * pkg/gateway/model.
 */

export function loadBalancerName(clusterName: string, group: StackId, scheme: string): string {
  return groupName(group, sha256(clusterName + stackIdText(group) + scheme));
}

/** Name of the security group that lets clients reach a group's load balancer. */
export function managedSecurityGroupName(clusterName: string, group: StackId): string {
  return groupName(group, sha256(clusterName + stackIdText(group)));
}

/** What makes a Gateway the one it is. */
interface GatewayIdentity extends StackId {
  readonly uid: string;
}

export function gatewayLoadBalancerName(
  clusterName: string,
  gateway: GatewayIdentity,
  scheme: string,
): string {
  return groupName(gateway, sha256(clusterName + gateway.uid + scheme));
}

/** Name of the security group that lets clients reach a Gateway's load balancer. */
export function gatewaySecurityGroupName(clusterName: string, gateway: GatewayIdentity): string {
  return groupName(gateway, sha256(clusterName + gateway.name + gateway.namespace + gateway.uid));
}

/** Name of a target group of a Gateway, and of its binding. No uid is in it: the same objects give the same name. */
export function routeTargetGroupName(
  clusterName: string,
  gateway: StackId,
  route: StackId & { readonly kind: string },
  service: StackId,
  settings: readonly string[],
): string {
  const names = [gateway.namespace, gateway.name, route.namespace, route.name, route.kind];
  const hash = sha256([clusterName, ...names, service.namespace, service.name, ...settings].join(""));
  return groupName(route, hash);
}

/** Name of the security group that all load balancers of a cluster share. */
export function backendSecurityGroupName(clusterName: string): string {
  return `k8s-traffic-${plain(clusterName, 232)}-${sha256(clusterName).slice(0, 10)}`;
}

/** What makes a target group the one it is: a change of any of it gives another one. */
export interface TargetStackIdentity {
  readonly clusterName: string;
  readonly group: StackId;
  readonly ingress: { readonly namespace: string; readonly name: string };
  readonly service: { readonly namespace: string; readonly name: string; readonly uid: string };
  /** As the Ingress writes it: number or name. */
  readonly servicePort: string;
  readonly port: number;
  readonly targetType: string;
  readonly protocol: string;
  readonly protocolVersion: string;
}

/** Name of a target group, and of its binding. */
export function targetGroupName(identity: TargetStackIdentity): string {
  const { service } = identity;
  const hash = sha256(
    [
      identity.clusterName,
      stackIdText(identity.group),
      identity.ingress.namespace,
      identity.ingress.name,
      service.uid,
      identity.servicePort,
      String(identity.port),
      identity.targetType,
      identity.protocol,
      identity.protocolVersion,
    ].join(""),
  );
  return `k8s-${plain(service.namespace, 8)}-${plain(service.name, 8)}-${hash.slice(0, 10)}`;
}

/** A Service that has a Network Load Balancer. */
interface ServiceIdentity {
  readonly namespace?: string;
  readonly name: string;
  readonly uid: string;
}

/** Facts on this and the two below: pkg/service/model_build_{load_balancer,managed_sg,target_group}.go. */
export function serviceLoadBalancerName(
  clusterName: string,
  service: ServiceIdentity,
  scheme: string,
): string {
  return serviceName(service, [clusterName, service.uid, scheme]);
}

/** Name of the security group that lets clients reach a Service's load balancer. */
export function serviceSecurityGroupName(clusterName: string, service: ServiceIdentity): string {
  return serviceName(service, [clusterName, service.name, service.namespace ?? "", service.uid]);
}

/** @param parts what makes the target group the one it is, apart from cluster and Service. */
export function serviceTargetGroupName(
  clusterName: string,
  service: ServiceIdentity,
  parts: readonly (string | number)[],
): string {
  return serviceName(service, [clusterName, service.uid, ...parts]);
}

function serviceName(
  { namespace = "", name }: ServiceIdentity,
  hashed: readonly (string | number)[],
): string {
  return `k8s-${plain(namespace, 8)}-${plain(name, 8)}-${sha256(hashed.join("")).slice(0, 10)}`;
}

function groupName(group: StackId, hash: string): string {
  const readable =
    group.namespace === "" ? plain(group.name, 17) : `${plain(group.namespace, 8)}-${plain(group.name, 8)}`;
  return `k8s-${readable}-${hash.slice(0, 10)}`;
}

function plain(text: string, length: number): string {
  return text.replaceAll(/[^0-9A-Za-z]/g, "").slice(0, length);
}
