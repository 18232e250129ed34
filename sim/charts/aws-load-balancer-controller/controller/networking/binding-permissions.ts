import { Address4, Address6 } from "ip-address";
import type { IpPermission } from "../../../../aws/ec2/ip-permission.ts";
import type { Pod } from "../../../../kubernetes/objects.ts";
import {
  namespacedName,
  type BindingNetworking,
  type NetworkingPeer,
  type NetworkingPort,
} from "../kubernetes/objects.ts";
import { RULE_LABEL } from "./permissions.ts";

/**
 * What a binding's `spec.networking` asks for, one permission per peer and port.
 *
 * A rule with an empty list of ports gives nothing, though the documentation says all TCP ports: v3.5.0 loses it
 * (pkg/networking/networking_manager.go, computeIngressPermissionsForTGBNetworking).
 *
 * @param pods whose container ports give named ports their numbers; none for instance targets.
 */
export function permissionsFor(networking: BindingNetworking, pods: readonly Pod[]): readonly IpPermission[] {
  return (networking.ingress ?? []).flatMap(({ from, ports }) =>
    from.flatMap((peer) => ports.flatMap((port) => permissionsForPort(peer, port, pods))),
  );
}

function permissionsForPort(
  peer: NetworkingPeer,
  { protocol, port }: NetworkingPort,
  pods: readonly Pod[],
): IpPermission[] {
  const IpProtocol = protocol === "UDP" ? "udp" : "tcp";
  const ranges =
    port === undefined
      ? [{ FromPort: 0, ToPort: 65_535 }]
      : numbersOf(port, pods).map((number) => ({ FromPort: number, ToPort: number }));
  return ranges.map((range) => ({ IpProtocol, ...range, ...peerOf(peer) }));
}

function peerOf({ securityGroup, ipBlock }: NetworkingPeer): IpPermission {
  const Description = RULE_LABEL;
  if (securityGroup !== undefined) {
    return { UserIdGroupPairs: [{ GroupId: securityGroup.groupID, Description }] };
  }
  if (ipBlock === undefined) throw new Error("either ipBlock or securityGroup should be specified");
  const { cidr } = ipBlock;
  const ipv6 = cidr.includes(":");
  if (!cidr.includes("/") || !(ipv6 ? Address6.isValid(cidr) : Address4.isValid(cidr))) {
    throw new Error(`invalid CIDR address: ${cidr}`);
  }
  return ipv6
    ? { Ipv6Ranges: [{ CidrIpv6: cidr, Description }] }
    : { IpRanges: [{ CidrIp: cidr, Description }] };
}

/** A named port may have another number on each pod. */
function numbersOf(port: number | string, pods: readonly Pod[]): readonly number[] {
  if (typeof port === "number") return [port];
  if (pods.length === 0) throw new Error("named ports can only be used with pod endpoints");
  const numbers = pods.map((pod) => {
    const found = pod.spec.containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === port);
    if (found === undefined) throw new Error(`unable to find port ${port} on pod ${namespacedName(pod)}`);
    return found.containerPort;
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
