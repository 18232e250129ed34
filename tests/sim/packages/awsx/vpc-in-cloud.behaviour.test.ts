/** The expansion of the awsx VPC, carried out in the simulated cloud. */
import { expect, it } from "vitest";
import { routeTableOf } from "../../../../sim/aws/ec2/route-table.ts";
import { describeRoute } from "../../../../sim/aws/ec2/route.ts";
import { ec2State } from "../../../../sim/aws/ec2/state.ts";
import { SimulatedCloud } from "../../../../sim/cloud.ts";
import type { Child, Expansion, Properties } from "../../../../sim/core/resource-type.ts";
import { awsxVpcComponent } from "../../../../sim/packages/awsx/vpc.ts";
import { Provider, type ManagedResource } from "../../../support/provider.ts";

/** Creates each child at once. */
class CloudExpansion implements Expansion {
  readonly created: ManagedResource[] = [];
  readonly #provider: Provider;

  constructor(cloud: SimulatedCloud) {
    this.#provider = new Provider(cloud);
  }

  resource(type: string, name: string, inputs: Properties): Child {
    const resource = this.#provider.create(type, name, inputs);
    this.created.push(resource);
    return {
      output: (property) => (property === "id" ? resource.id : resource.outputs[property]),
      reference: resource.id,
    };
  }

  component(type: string): Child {
    throw new Error(`the component has no components inside, but registered ${type}`);
  }

  invoke(token: string, args: Properties): unknown {
    return this.#provider.invoke(token, args);
  }

  map<T, U>(value: T, compute: (value: T) => U): U {
    return compute(value);
  }

  follow(reference: unknown): never {
    throw new Error(`the component follows no references, but asked for ${String(reference)}`);
  }
}

it("makes a network in which public subnets reach the internet directly and private ones by NAT", () => {
  const cloud = new SimulatedCloud();
  const expansion = new CloudExpansion(cloud);
  const outputs = awsxVpcComponent.expand(
    "v",
    {
      cidrBlock: "192.168.0.0/16",
      numberOfAvailabilityZones: 3,
      subnetStrategy: "Auto",
      natGateways: { strategy: "OnePerAz" },
      enableDnsSupport: true,
    },
    expansion,
  );
  const vpcId = String(outputs.vpcId);
  const exits = (ids: unknown) =>
    (ids as string[]).map((id) => {
      const route = routeTableOf(cloud, id).Routes.find((one) => one.DestinationCidrBlock === "0.0.0.0/0");
      const { State, GatewayId, NatGatewayId } = describeRoute(cloud, vpcId, route!);
      return `${State} ${(GatewayId ?? NatGatewayId ?? "").split("-")[0]}`;
    });
  expect(exits(outputs.publicSubnetIds)).toEqual(["active igw", "active igw", "active igw"]);
  expect(exits(outputs.privateSubnetIds)).toEqual(["active nat", "active nat", "active nat"]);
  for (const resource of expansion.created) {
    expect(resource.missingInPreview()).toEqual([]);
    expect(resource.drift()).toEqual([]);
  }

  for (const resource of expansion.created.toReversed()) resource.delete();
  const { vpcs, subnets, internetGateways, addresses, routeTables, securityGroups, networkInterfaces } =
    ec2State(cloud);
  const tables = [vpcs, subnets, internetGateways, addresses, routeTables, securityGroups, networkInterfaces];
  expect(tables.map(({ size }) => size)).toEqual([0, 0, 0, 0, 0, 0, 0]);
  expect(
    ec2State(cloud)
      .natGateways.values()
      .map(({ State }) => State),
  ).toEqual(["deleted", "deleted", "deleted"]);
});
