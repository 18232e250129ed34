import { defined } from "../../core/defined.ts";
import type { Child, Expansion, Properties, RemoteComponent } from "../../core/resource-type.ts";
import { mergedTags } from "../tags.ts";
import { checkNatGateways, needsNatGateway } from "./nat-gateways.ts";
import { planSubnets, resolvedSpecs, type PlannedSubnet } from "./subnet-layout.ts";
import { readVpcInputs, type VpcInputs } from "./vpc-inputs.ts";

const DEFAULT_ZONE_COUNT = 3;
const ANYWHERE = "0.0.0.0/0";

/** In each zone, public subnets come first: NAT gateways stand in them, and private routes lead there. */
const ORDER = ["Public", "Private", "Isolated"];

/**
 * The `Vpc` component of @pulumi/awsx 3.9.0 with subnet strategy `Auto`. It registers what the real
 * component registers.
 */
export const awsxVpcComponent: RemoteComponent = {
  token: "awsx:ec2:Vpc",
  expand(name, properties, expansion) {
    const inputs = readVpcInputs(properties);
    const zoneCount =
      inputs.availabilityZoneNames?.length ?? inputs.numberOfAvailabilityZones ?? DEFAULT_ZONE_COUNT;
    const subnets = planSubnets(name, inputs, zoneCount);
    checkNatGateways(inputs, subnets);
    const zones = zoneNames(expansion, inputs, zoneCount);
    const network = new Network(name, inputs, expansion);
    for (const subnet of subnets.filter(({ spec }) => spec.type !== "Unused").sort(byZoneAndType)) {
      network.addSubnet(subnet, zones[subnet.zoneIndex]);
    }
    return network.outputs(resolvedSpecs(inputs, zoneCount));
  },
};

/** The names of the zones; values that are not known yet where the region is asked for them. */
function zoneNames(expansion: Expansion, inputs: VpcInputs, count: number): unknown[] {
  if (inputs.availabilityZoneNames !== undefined) return inputs.availabilityZoneNames;
  const { region } = inputs.passedOn;
  const answer = expansion.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", defined({ region }));
  return Array.from({ length: count }, (_, index) =>
    expansion.map(answer, (known) => {
      const { names } = known as { names: string[] };
      if (names.length < count) {
        throw new Error(
          `The configured region for this provider does not have at least ${count} Availability Zones. Either specify an explicit list of zones in availabilityZoneNames or choose a region with at least ${count} AZs.`,
        );
      }
      return names[index];
    }),
  );
}

function byZoneAndType(a: PlannedSubnet, b: PlannedSubnet): number {
  return a.zoneIndex - b.zoneIndex || ORDER.indexOf(a.spec.type) - ORDER.indexOf(b.spec.type);
}

/** The resources of one VPC, as they are registered. */
class Network {
  readonly #name: string;
  readonly #inputs: VpcInputs;
  readonly #expansion: Expansion;
  readonly #vpc: Child;
  readonly #internetGateway: Child;
  readonly #subnets: { readonly child: Child; readonly type: string }[] = [];
  readonly #routeTables: Child[] = [];
  readonly #routeTableAssociations: Child[] = [];
  readonly #routes: Child[] = [];
  readonly #eips: Child[] = [];
  readonly #natGateways: Child[] = [];

  constructor(name: string, inputs: VpcInputs, expansion: Expansion) {
    this.#name = name;
    this.#inputs = inputs;
    this.#expansion = expansion;
    const tags = this.#tags({ Name: name }, inputs.tags);
    this.#vpc = expansion.resource(
      "aws:ec2/vpc:Vpc",
      name,
      defined({ ...inputs.passedOn, cidrBlock: inputs.cidrBlock, tags }),
    );
    this.#internetGateway = this.#register(
      "aws:ec2/internetGateway:InternetGateway",
      name,
      { vpcId: this.#vpc.output("id"), tags },
      this.#vpc,
    );
  }

  /** Adds a subnet with its route table and, for the first public ones, a NAT gateway. */
  addSubnet({ name, spec, zoneIndex, cidrBlock }: PlannedSubnet, availabilityZone: unknown): void {
    const { tags } = this.#inputs;
    const own = { Name: name, SubnetType: spec.type };
    const vpcId = this.#vpc.output("id");
    const subnet = this.#register(
      "aws:ec2/subnet:Subnet",
      name,
      {
        assignIpv6AddressOnCreation: false,
        availabilityZone,
        cidrBlock,
        // None, but only the VPC can tell.
        ipv6CidrBlock: this.#expansion.map(this.#vpc.output("ipv6CidrBlock"), () => undefined),
        mapPublicIpOnLaunch: spec.type === "Public",
        tags: this.#tags(tags, spec.tags ?? {}, own),
        vpcId,
      },
      this.#vpc,
    );
    this.#subnets.push({ child: subnet, type: spec.type });
    const routeTable = this.#register(
      "aws:ec2/routeTable:RouteTable",
      name,
      { tags: this.#tags(tags, own), vpcId },
      subnet,
    );
    this.#routeTables.push(routeTable);
    this.#routeTableAssociations.push(
      this.#register(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        name,
        { routeTableId: routeTable.output("id"), subnetId: subnet.output("id") },
        routeTable,
      ),
    );
    if (spec.type === "Public" && needsNatGateway(this.#inputs, this.#natGateways.length, zoneIndex)) {
      this.#addNatGateway(subnet, zoneIndex);
    }
    this.#addRoute(name, spec.type, zoneIndex, routeTable);
  }

  #addNatGateway(subnet: Child, zoneIndex: number): void {
    const name = `${this.#name}-${zoneIndex + 1}`;
    const tags = this.#tags(this.#inputs.tags, { Name: name });
    const eip = this.#register("aws:ec2/eip:Eip", name, { tags }, subnet);
    this.#eips.push(eip);
    this.#natGateways.push(
      this.#register(
        "aws:ec2/natGateway:NatGateway",
        name,
        { allocationId: eip.output("allocationId"), subnetId: subnet.output("id"), tags },
        subnet,
      ),
    );
  }

  /** Isolated subnets get no route, nor do private ones without NAT gateways. */
  #addRoute(name: string, type: string, zoneIndex: number, routeTable: Child): void {
    const { strategy } = this.#inputs.natGateways;
    const natGateway = this.#natGateways[strategy === "Single" ? 0 : zoneIndex];
    const target =
      type === "Public"
        ? { gatewayId: this.#internetGateway.output("id") }
        : type === "Private" && natGateway !== undefined
          ? { natGatewayId: natGateway.output("id") }
          : undefined;
    if (target === undefined) return;
    this.#routes.push(
      this.#register(
        "aws:ec2/route:Route",
        name,
        { destinationCidrBlock: ANYWHERE, routeTableId: routeTable.output("id"), ...target },
        routeTable,
      ),
    );
  }

  /** The component's outputs. It gathers all of them in one value: each comes from the VPC and all subnets. */
  outputs(specs: readonly Properties[]): Properties {
    const sources = [this.#vpc, ...this.#subnets.map(({ child }) => child)].map((child) =>
      child.output("id"),
    );
    return Object.fromEntries(
      Object.entries(this.#ownOutputs(specs)).map(([name, output]) => [
        name,
        this.#expansion.map(sources, () => output),
      ]),
    );
  }

  #ownOutputs(specs: readonly Properties[]): Properties {
    const all = this.#subnets.map(({ child }) => child);
    const ofType = (type: string) =>
      this.#subnets.filter((subnet) => subnet.type === type).map(({ child }) => child);
    return {
      eips: references(this.#eips),
      internetGateway: this.#internetGateway.reference,
      isolatedSubnetIds: ids(ofType("Isolated")),
      isolatedSubnets: references(ofType("Isolated")),
      natGateways: references(this.#natGateways),
      privateSubnetIds: ids(ofType("Private")),
      privateSubnets: references(ofType("Private")),
      publicSubnetIds: ids(ofType("Public")),
      publicSubnets: references(ofType("Public")),
      routeTableAssociations: references(this.#routeTableAssociations),
      routeTables: references(this.#routeTables),
      routes: references(this.#routes),
      subnetLayout: specs.map(({ cidrBlocks, cidrMask, name, size, type }) =>
        defined({ cidrBlocks, cidrMask, name, size, type }),
      ),
      subnets: references(all),
      vpc: this.#vpc.reference,
      vpcEndpoints: [],
      vpcId: this.#vpc.output("id"),
    };
  }

  /** Whatever is part of something waits for it, too. */
  #register(type: string, name: string, inputs: Properties, parent: Child): Child {
    const { region } = this.#inputs.passedOn;
    const options = { parent, dependsOn: [parent] };
    return this.#expansion.resource(type, name, defined({ ...inputs, region }), options);
  }

  #tags(...tags: readonly unknown[]): unknown {
    return mergedTags(this.#expansion, tags);
  }
}

function ids(children: readonly Child[]): unknown[] {
  return children.map((child) => child.output("id"));
}

function references(children: readonly Child[]): unknown[] {
  return children.map((child) => child.reference);
}
