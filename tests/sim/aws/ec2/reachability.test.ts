import { describe, expect, it } from "vitest";
import { interfaceOf, reachability } from "../../../../sim/aws/ec2/reachability.ts";
import { newGroup, newWorld } from "./support.ts";

/** Interfaces of a load balancer and a node, with groups that let nothing in. */
function withEnds() {
  const world = newWorld();
  const { cloud, ec2, vpcId, subnetId: SubnetId } = world;
  const groups = { balancer: newGroup(world, "balancer"), node: newGroup(world, "node") };
  const end = (group: string, address: string) => {
    ec2("CreateNetworkInterface", { SubnetId, Groups: [group], PrivateIpAddress: address });
    return { address, interface: interfaceOf(cloud, vpcId, address)! };
  };
  const balancer = end(groups.balancer, "192.168.0.10");
  const node = end(groups.node, "192.168.0.20");
  const allow = (permission: {
    CidrIp?: string;
    GroupId?: string;
    IpProtocol?: string;
    FromPort?: number;
    ToPort?: number;
  }) => {
    const { CidrIp, GroupId, IpProtocol = "tcp", FromPort = 8080, ToPort = 8080 } = permission;
    ec2("AuthorizeSecurityGroupIngress", {
      GroupId: groups.node,
      IpPermissions: [
        {
          IpProtocol,
          FromPort,
          ToPort,
          ...(CidrIp === undefined ? {} : { IpRanges: [{ CidrIp }] }),
          ...(GroupId === undefined ? {} : { UserIdGroupPairs: [{ GroupId }] }),
        },
      ],
    });
  };
  const ask = (port = 8080) => reachability(cloud, { from: balancer, to: node, port });
  return { ...world, groups, balancer, node, allow, ask };
}

describe("reachability", () => {
  it("says which side refuses, on which port, and why", () => {
    const { ask, groups, node, balancer, ec2 } = withEnds();
    expect(ask()).toEqual({
      allowed: false,
      reason: `no inbound rule of ${groups.node} (${node.interface.NetworkInterfaceId}) allows tcp port 8080 from 192.168.0.10`,
    });
    ec2("RevokeSecurityGroupEgress", {
      GroupId: groups.balancer,
      IpPermissions: [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
    });
    expect(ask()).toEqual({
      allowed: false,
      reason: `no outbound rule of ${groups.balancer} (${balancer.interface.NetworkInterfaceId}) allows tcp port 8080 to 192.168.0.20`,
    });
  });

  it("follows rules by group, by block and for all protocols", () => {
    const byGroup = withEnds();
    byGroup.allow({ GroupId: byGroup.groups.balancer });
    expect(byGroup.ask()).toEqual({ allowed: true });
    expect(byGroup.ask(8081).allowed).toBe(false);

    const byBlock = withEnds();
    byBlock.allow({ CidrIp: "192.168.0.0/28", FromPort: 8000, ToPort: 9000 });
    expect(byBlock.ask()).toEqual({ allowed: true });

    const all = withEnds();
    all.allow({ CidrIp: "0.0.0.0/0", IpProtocol: "-1" });
    expect(all.ask(1)).toEqual({ allowed: true });
  });

  it("is not opened by other peers or protocols", () => {
    const { allow, ask, groups } = withEnds();
    allow({ GroupId: groups.node });
    allow({ CidrIp: "10.0.0.0/8" });
    allow({ CidrIp: "192.168.0.10/32", IpProtocol: "udp" });
    expect(ask().allowed).toBe(false);
  });

  it("knows ends outside of the VPC by address alone", () => {
    const { cloud, node, allow } = withEnds();
    const client = { address: "203.0.113.7" };
    const connection = { from: client, to: node, port: 8080 };
    expect(reachability(cloud, connection)).toMatchObject({ allowed: false });
    allow({ CidrIp: "203.0.113.0/24" });
    expect(reachability(cloud, connection)).toEqual({ allowed: true });
    expect(reachability(cloud, { from: node, to: client, port: 443 })).toEqual({ allowed: true });
  });
});

describe("interfaceOf", () => {
  it("finds the interface by its own, a secondary or a delegated address, in one VPC", () => {
    const { cloud, ec2, vpcId, subnetId: SubnetId } = newWorld();
    const { NetworkInterfaceId } = ec2("CreateNetworkInterface", {
      SubnetId,
      SecondaryPrivateIpAddressCount: 1,
      Ipv4PrefixCount: 1,
    }).NetworkInterface;
    for (const address of ["192.168.0.4", "192.168.0.5", "192.168.0.31"]) {
      expect(interfaceOf(cloud, vpcId, address)?.NetworkInterfaceId).toBe(NetworkInterfaceId);
    }
    expect(interfaceOf(cloud, vpcId, "192.168.0.32")).toBeUndefined();
    expect(interfaceOf(cloud, "vpc-1", "192.168.0.4")).toBeUndefined();
    expect(interfaceOf(cloud, vpcId, "name")).toBeUndefined();
  });
});
