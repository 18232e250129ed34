import { KubernetesCluster } from "../../../../sim/kubernetes/cluster.ts";
import { clustersOf } from "../../../../sim/kubernetes/clusters.ts";
import type { HttpRequest, HttpResponse } from "../../../../sim/kubernetes/types.ts";
import type { World } from "./world.ts";

type Program = (request: HttpRequest) => HttpResponse;

/** A cluster whose pods are just programs at addresses. */
export class FakeCluster extends KubernetesCluster {
  readonly #programs = new Map<string, Program>();
  readonly #world: World;

  constructor(world: World, name = "myeks") {
    super({ name, cloud: world.cloud, version: "1.35" });
    this.#world = world;
    clustersOf(world.cloud).set(name, this);
  }

  /** Starts a pod with an address in one of the subnets. By default it answers 200 with its address. */
  startPod(
    address: string,
    options: { readonly groups?: readonly string[]; readonly program?: Program } = {},
  ): void {
    this.#world.ec2("CreateNetworkInterface", {
      SubnetId: this.#world.subnetIds[Number(address.split(".")[2])]!,
      PrivateIpAddress: address,
      Groups: options.groups ?? [this.#world.securityGroupId],
    });
    this.setProgram(address, options.program ?? (() => ok(address)));
  }

  /** Replaces what answers at port 8080 of an address; undefined ends it. */
  setProgram(address: string, program: Program | undefined): void {
    if (program === undefined) this.#programs.delete(address);
    else this.#programs.set(address, program);
    this.#changed();
  }

  override httpAt(ip: string, port: number): Program | undefined {
    return port === 8080 ? this.#programs.get(ip) : undefined;
  }

  /** A change of a pod, as a real cluster would have one with every change of its programs. */
  #changed(): void {
    this.api.apply({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "changes", namespace: "default" },
      data: { count: String(Math.random()) },
    });
    this.#world.cloud.clock.settle();
  }
}

export function ok(address: string): HttpResponse {
  return { status: 200, headers: { "content-type": "text/plain", "x-pod-ip": address }, body: address };
}

/** Lets everything in the VPC reach port 8080 of members of the world's security group. */
export function openPodPort({ ec2, securityGroupId }: World): void {
  ec2("AuthorizeSecurityGroupIngress", {
    GroupId: securityGroupId,
    IpPermissions: [
      { IpProtocol: "tcp", FromPort: 8080, ToPort: 8080, UserIdGroupPairs: [{ GroupId: securityGroupId }] },
    ],
  });
}
