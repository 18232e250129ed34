import { sha256 } from "../../../core/ids.ts";
import { stackIdText, type ObjectIdentity, type StackId } from "./model.ts";

/**
 * Names of AWS objects: readable parts, cut and stripped to letters and digits, and ten digits of a hash over what
 * makes the object the one it is. Facts: pkg/ingress/model_build_{load_balancer,managed_sg,target_group}.go,
 * pkg/gateway/model, pkg/service/model_build_{load_balancer,managed_sg,target_group}.go.
 */

export function loadBalancerName(clusterName: string, group: StackId, scheme: string): string {
  return readableName(group, sha256(clusterName + stackIdText(group) + scheme));
}

/** Name of the security group that lets clients reach a group's load balancer. */
export function managedSecurityGroupName(clusterName: string, group: StackId): string {
  return readableName(group, sha256(clusterName + stackIdText(group)));
}

/** Name of a load balancer that a Gateway or Service has to itself. */
export function ownLoadBalancerName(clusterName: string, owner: ObjectIdentity, scheme: string): string {
  return readableName(owner, sha256(clusterName + owner.uid + scheme));
}

/** Name of the security group that lets clients reach it. */
export function ownSecurityGroupName(clusterName: string, owner: ObjectIdentity): string {
  return readableName(owner, sha256(clusterName + owner.name + owner.namespace + owner.uid));
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
  return readableName(route, hash);
}

/** Name of the security group that all load balancers of a cluster share. */
export function backendSecurityGroupName(clusterName: string): string {
  return `k8s-traffic-${plain(clusterName, 232)}-${sha256(clusterName).slice(0, 10)}`;
}

/** What makes a target group the one it is: a change of any of it gives another one. */
export interface TargetStackIdentity {
  readonly clusterName: string;
  readonly group: StackId;
  readonly ingress: StackId;
  readonly service: ObjectIdentity;
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
  return readableName(service, hash);
}

/** @param parts what makes the target group the one it is, apart from cluster and Service. */
export function serviceTargetGroupName(
  clusterName: string,
  service: ObjectIdentity,
  parts: readonly (string | number)[],
): string {
  return readableName(service, sha256([clusterName, service.uid, ...parts].join("")));
}

function readableName(object: StackId, hash: string): string {
  const readable =
    object.namespace === ""
      ? plain(object.name, 17)
      : `${plain(object.namespace, 8)}-${plain(object.name, 8)}`;
  return `k8s-${readable}-${hash.slice(0, 10)}`;
}

function plain(text: string, length: number): string {
  return text.replaceAll(/[^0-9A-Za-z]/g, "").slice(0, length);
}
