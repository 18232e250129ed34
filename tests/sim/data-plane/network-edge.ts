import { afterEach } from "vitest";
import { request } from "undici";
import { elbv2State } from "../../../sim/aws/elbv2/state.ts";
import { addHostedZone } from "../../../sim/aws/route53/operations.ts";
import type { AccessLogEntry } from "../../../sim/data-plane/access-log.ts";
import { DataPlane } from "../../../sim/data-plane/data-plane.ts";
import { VirtualLoad } from "../../../sim/data-plane/virtual-load.ts";
import { FakeCluster } from "../aws/elbv2/fake-cluster.ts";
import { forwardTo, newWorld, type World } from "../aws/elbv2/world.ts";

const CLIENT = "203.0.113.7";

const open: DataPlane[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((dataPlane) => dataPlane.close()));
});

/** What may differ from a TCP listener before targets that it reaches from its own addresses. */
export interface NetworkOptions {
  readonly name?: string;
  readonly world?: World;
  readonly protocol?: string;
  readonly healthCheck?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Who may reach port 8080 of pods. Default: the load balancer's group. */
  readonly podsOpenTo?: string;
}

/** An active Network Load Balancer in three zones, in front of pods that answer with their address. */
export class NetworkEdge {
  readonly world: World;
  readonly loadBalancerArn: string;
  readonly targetGroupArn: string;
  readonly dnsName: string;
  readonly cluster: FakeCluster;
  readonly log: AccessLogEntry[] = [];

  constructor(options: NetworkOptions = {}) {
    const { name = "net", world = newWorld(), protocol = "TCP", attributes = {} } = options;
    const { podsOpenTo, healthCheck = "TCP" } = options;
    const { call, vpcId, subnetIds } = world;
    this.world = world;
    const { LoadBalancers } = call("CreateLoadBalancer", {
      ...{ Name: name, Type: "network", Subnets: subnetIds, SecurityGroups: [world.securityGroupId] },
    });
    const groupProtocol = protocol === "TLS" ? "TCP" : protocol;
    const { TargetGroups } = call("CreateTargetGroup", {
      ...{ Name: name, Protocol: groupProtocol, Port: 8080, VpcId: vpcId, TargetType: "ip" },
      HealthCheckProtocol: healthCheck,
    });
    this.loadBalancerArn = LoadBalancers[0]!.LoadBalancerArn;
    this.targetGroupArn = TargetGroups[0]!.TargetGroupArn;
    this.setAttributes(attributes);
    call("CreateListener", {
      ...{ LoadBalancerArn: this.loadBalancerArn, Protocol: protocol, Port: 80 },
      DefaultActions: [forwardTo(this.targetGroupArn)],
    });
    admit(world, 80, { IpRanges: [{ CidrIp: "0.0.0.0/0" }] });
    admit(
      world,
      8080,
      podsOpenTo === undefined
        ? { UserIdGroupPairs: [{ GroupId: world.securityGroupId }] }
        : { IpRanges: [{ CidrIp: podsOpenTo }] },
    );
    this.dnsName = elbv2State(world.cloud).loadBalancers.get(this.loadBalancerArn).dnsName;
    this.cluster = new FakeCluster(world, name);
    world.cloud.clock.advance(300_000);
  }

  setAttributes(attributes: Readonly<Record<string, string>>): void {
    const Attributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
    if (Attributes.length === 0) return;
    this.world.call("ModifyTargetGroupAttributes", { TargetGroupArn: this.targetGroupArn, Attributes });
  }

  /** Starts pods, registers them and waits until they are healthy. */
  addPods(...addresses: readonly string[]): void {
    for (const address of addresses) this.cluster.startPod(address);
    const Targets = addresses.map((Id) => ({ Id }));
    this.world.call("RegisterTargets", { TargetGroupArn: this.targetGroupArn, Targets });
    this.world.cloud.clock.advance(120_000);
  }

  /** Answers to requests, each on a connection of its own; `none` where there is none. */
  async get(count = 1): Promise<string[]> {
    const dataPlane = new DataPlane(this.world.cloud, { connectTimeoutMs: 20 });
    open.push(dataPlane);
    const accessLog = (entry: AccessLogEntry) => void this.log.push(entry);
    const { loadBalancerArn } = this;
    const { url } = await dataPlane.listen({ loadBalancerArn, clientAddress: CLIENT, accessLog });
    const answers: string[] = [];
    for (let index = 0; index < count; index += 1) {
      const asked = request(url, { reset: true }).then(({ body }) => body.text());
      answers.push(await asked.catch(() => "none"));
    }
    return answers;
  }

  /** One name of several load balancers, by weights. */
  name(name: string, weights: readonly (readonly [NetworkEdge, number])[]): void {
    const { cloud } = this.world;
    const HostedZoneId = addHostedZone(cloud, { name: "example.com", delegated: true });
    const Changes = weights.map(([{ dnsName: DNSName }, Weight]) => ({
      Action: "CREATE" as const,
      ResourceRecordSet: {
        ...{ Name: name, Type: "A", SetIdentifier: DNSName, Weight },
        AliasTarget: { HostedZoneId: "ZIBE1TIR4HY56", DNSName, EvaluateTargetHealth: true },
      },
    }));
    const ChangeBatch = { Changes };
    cloud.call(cloud.administrator, "route53", "ChangeResourceRecordSets", { HostedZoneId, ChangeBatch });
  }

  /** What comes of requests of ten seconds to a name; default: the load balancer's own. */
  load(dnsName = this.dnsName) {
    const load = new VirtualLoad(this.world.cloud, { dnsName, clientAddress: CLIENT });
    this.world.cloud.clock.advance(10_000);
    const { failed, shareByCluster } = load.take();
    load.stop();
    return { failed, shareByCluster };
  }
}

function admit({ ec2, securityGroupId }: World, port: number, from: object): void {
  try {
    ec2("AuthorizeSecurityGroupIngress", {
      GroupId: securityGroupId,
      IpPermissions: [{ IpProtocol: "tcp", FromPort: port, ToPort: port, ...from }],
    });
  } catch (error) {
    // A second load balancer of the world has the same group.
    if (!(error as Error).message.includes("already exists")) throw error;
  }
}
