import type { Operations, OutputOf } from "../../../../core/cloud.ts";
import type { Aws } from "../../../aws-sdk-go/client.ts";
import type { ControllerConfig } from "../config.ts";
import type { LoadBalancerResource, Scheme } from "../model.ts";
import type { ControllerRelease } from "../releases.ts";
import { labelled } from "../labelled.ts";
import type { Zones } from "./zones.ts";

type Subnet = OutputOf<Operations["ec2"]["DescribeSubnets"]>["Subnets"][number];

/** Subnets as IngressClassParams name them. */
export interface SubnetSelector {
  readonly ids?: readonly string[];
  readonly tags?: Readonly<Record<string, readonly string[]>>;
}

/** What choosing subnets needs of the controller. */
interface SubnetSources {
  readonly aws: Aws;
  readonly config: ControllerConfig;
  readonly release: ControllerRelease;
}

/** A load balancer takes up to this many addresses in a subnet when it grows. */
const MIN_FREE_ADDRESSES = 8;
const CLUSTER_TAG_PREFIX = "kubernetes.io/cluster";

/** Chooses the subnets of load balancers of one type. Facts: pkg/networking/subnet_resolver.go. */
export class SubnetResolver {
  readonly #aws: Aws;
  readonly #config: ControllerConfig;
  readonly #release: ControllerRelease;
  readonly #zones: Zones;
  readonly #type: LoadBalancerResource["type"];

  constructor({ aws, config, release }: SubnetSources, zones: Zones, type: LoadBalancerResource["type"]) {
    this.#aws = aws;
    this.#config = config;
    this.#release = release;
    this.#zones = zones;
    this.#type = type;
  }

  /** By role tag; where no subnet has it, by whether a route to an internet gateway is there or not. */
  discover(scheme: Scheme, ipAddressType: string): readonly string[] {
    const role = scheme === "internet-facing" ? "elb" : "internal-elb";
    let subnets = labelled("failed to list subnets by role tag", () =>
      this.#inVpc({ Name: `tag:kubernetes.io/role/${role}`, Values: ["", "1"] }),
    );
    if (subnets.length === 0 && this.#config.featureGates.SubnetDiscoveryByReachability) {
      subnets = labelled("failed to list subnets by reachability", () =>
        this.#byReachability(scheme === "internet-facing"),
      );
    }
    return this.#chooseOnePerZone(subnets, ipAddressType);
  }

  bySelector(selector: SubnetSelector, ipAddressType: string): readonly string[] {
    const { ids = [], tags = {} } = selector;
    if (ids.length > 0) {
      const subnets = labelled("failed to list subnets by IDs", () => this.#byId(ids));
      return this.#checked(subnets, ipAddressType);
    }
    const filters = Object.entries(tags).map(([key, values]) => ({
      Name: `tag:${key}`,
      Values: [...values],
    }));
    const subnets = labelled("failed to list subnets by tag filters", () => this.#inVpc(...filters));
    return this.#chooseOnePerZone(subnets, ipAddressType);
  }

  /** In the order given. */
  byNameOrId(namesOrIds: readonly string[], ipAddressType: string): readonly string[] {
    const subnets = labelled("failed to list subnets by names or IDs", () => this.#named(namesOrIds));
    return this.#checked(subnets, ipAddressType);
  }

  #inVpc(
    ...filters: readonly { readonly Name: string; readonly Values: readonly string[] }[]
  ): readonly Subnet[] {
    return this.#aws.call("ec2", "DescribeSubnets", {
      Filters: [{ Name: "vpc-id", Values: [this.#config.vpcId] }, ...filters],
    }).Subnets;
  }

  #byId(ids: readonly string[]): readonly Subnet[] {
    const { Subnets } = this.#aws.call("ec2", "DescribeSubnets", { SubnetIds: [...ids] });
    if (Subnets.length !== ids.length) {
      throw new Error(`couldn't find all subnets, want: ${list(ids)}, found: ${list(idsOf(Subnets))}`);
    }
    return Subnets;
  }

  #named(namesOrIds: readonly string[]): readonly Subnet[] {
    const ids = namesOrIds.filter((text) => text.startsWith("subnet-"));
    const names = [...new Set(namesOrIds.filter((text) => !text.startsWith("subnet-")))];
    const byId = ids.length === 0 ? [] : this.#byId(ids);
    const byName = names.length === 0 ? [] : sortById(this.#inVpc({ Name: "tag:Name", Values: names }));
    const missing = names.filter((name) => !byName.some((subnet) => nameOf(subnet) === name));
    if (missing.length > 0) throw new Error(`couldn't find all subnets, missing names: ${list(missing)}`);
    const used = new Map<string, number>();
    return namesOrIds.map((text) => {
      const found = byId.find((subnet) => subnet.SubnetId === text);
      if (found !== undefined) return found;
      const sameName = byName.filter((subnet) => nameOf(subnet) === text);
      const index = used.get(text) ?? 0;
      used.set(text, index + 1);
      const subnet = sameName[index];
      if (subnet === undefined) {
        throw new Error(
          `subnet with Name tag "${text}" requested ${index + 1} times but only ${sameName.length} subnet(s) found with that name`,
        );
      }
      return subnet;
    });
  }

  #byReachability(needsPublic: boolean): readonly Subnet[] {
    const subnets = this.#inVpc();
    const { RouteTables } = this.#aws.call("ec2", "DescribeRouteTables", {
      Filters: [{ Name: "vpc-id", Values: [this.#config.vpcId] }],
    });
    const main = RouteTables.find(({ Associations }) => Associations.some(({ Main }) => Main));
    return subnets.filter((subnet) => {
      const own = RouteTables.find(({ Associations }) =>
        Associations.some(({ SubnetId }) => SubnetId === subnet.SubnetId),
      );
      const routes = (own ?? main)?.Routes ?? [];
      return routes.some(({ GatewayId }) => GatewayId?.startsWith("igw") === true) === needsPublic;
    });
  }

  #chooseOnePerZone(subnets: readonly Subnet[], ipAddressType: string): readonly string[] {
    const forOthers = subnets.filter(
      (subnet) => this.#config.featureGates.SubnetsClusterTagCheck && !this.#isForUs(subnet),
    );
    const ours = subnets.filter((subnet) => !forOthers.includes(subnet));
    const needsIpv6 = this.#needsIpv6(ipAddressType);
    const roomy = ours.filter((subnet) => subnet.AvailableIpAddressCount >= MIN_FREE_ADDRESSES);
    const eligible = roomy.filter((subnet) => !needsIpv6 || hasIpv6(subnet));
    const zones = new Map<string, Subnet>();
    for (const subnet of sortById(eligible)) {
      const chosen = zones.get(subnet.AvailabilityZone);
      const better = chosen !== undefined && !this.#hasOwnTag(chosen) && this.#hasOwnTag(subnet);
      if (chosen === undefined || better) zones.set(subnet.AvailabilityZone, subnet);
    }
    if (zones.size === 0) {
      const counts = `Evaluated ${subnets.length} subnets: ${forOthers.length} are tagged for other clusters,`;
      const cramped = `${ours.length - roomy.length} have insufficient available IP addresses`;
      throw new Error(
        needsIpv6
          ? `unable to resolve at least one subnet. ${counts} ${cramped}, and ${roomy.length} don't have an associated IPv6 CIDR block, which is required for ${ipAddressType} load balancers`
          : `unable to resolve at least one subnet. ${counts} and ${cramped}`,
      );
    }
    const chosen = sortById([...zones.values()]);
    this.#checkLocaleAndCount(chosen);
    return idsOf(chosen);
  }

  #checked(subnets: readonly Subnet[], ipAddressType: string): readonly string[] {
    if (subnets.length === 0) throw new Error("unable to resolve at least one subnet");
    for (const subnet of subnets) {
      const sameZone = subnets.filter(({ AvailabilityZone }) => AvailabilityZone === subnet.AvailabilityZone);
      if (sameZone.length > 1) {
        throw new Error(
          `multiple subnets in same Availability Zone ${subnet.AvailabilityZone}: ${list(idsOf(sameZone))}`,
        );
      }
    }
    this.#checkLocaleAndCount(subnets);
    const needsIpv6 = this.#needsIpv6(ipAddressType);
    const withoutIpv6 = subnets.filter((subnet) => needsIpv6 && !hasIpv6(subnet));
    if (withoutIpv6.length > 0) {
      throw new Error(
        `subnets ${list(idsOf(withoutIpv6))} do not have an associated IPv6 CIDR block, which is required for ${ipAddressType} load balancers`,
      );
    }
    return idsOf(subnets);
  }

  #needsIpv6(ipAddressType: string): boolean {
    return this.#release.looksForIpv6 && ipAddressType !== "ipv4";
  }

  #checkLocaleAndCount(subnets: readonly Subnet[]): void {
    const locales = [...new Set(subnets.map((subnet) => this.#zones.typeOf(subnet.AvailabilityZoneId)))];
    if (locales.length > 1) throw new Error(`subnets in multiple locales: ${list(locales.sort())}`);
    const oneIsEnough =
      this.#type === "network" ||
      locales[0] !== "availability-zone" ||
      this.#config.featureGates.ALBSingleSubnet;
    const minimum = oneIsEnough ? 1 : 2;
    if (subnets.length < minimum) {
      throw new Error(`subnets count less than minimal required count: ${subnets.length} < ${minimum}`);
    }
  }

  /** A subnet with tags for other clusters only is left to them; the tags' values do not matter. */
  #isForUs(subnet: Subnet): boolean {
    const clusterTags = subnet.Tags.filter(({ Key }) => Key.startsWith(CLUSTER_TAG_PREFIX));
    return clusterTags.length === 0 || this.#hasOwnTag(subnet);
  }

  #hasOwnTag(subnet: Subnet): boolean {
    return subnet.Tags.some(({ Key }) => Key === `${CLUSTER_TAG_PREFIX}/${this.#config.clusterName}`);
  }
}

function hasIpv6(subnet: Subnet): boolean {
  return subnet.Ipv6CidrBlockAssociationSet.length > 0;
}

function nameOf(subnet: Subnet): string | undefined {
  return subnet.Tags.find(({ Key }) => Key === "Name")?.Value;
}

function idsOf(subnets: readonly Subnet[]): string[] {
  return subnets.map(({ SubnetId }) => SubnetId);
}

function sortById(subnets: readonly Subnet[]): readonly Subnet[] {
  return [...subnets].sort((a, b) => (a.SubnetId < b.SubnetId ? -1 : 1));
}

function list(values: readonly string[]): string {
  return `[${values.join(" ")}]`;
}
