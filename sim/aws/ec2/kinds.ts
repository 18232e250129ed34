import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { Table } from "../../core/table.ts";
import type { Tag } from "../tags.ts";
import type {
  Address,
  Instance,
  InternetGateway,
  KeyPair,
  LaunchTemplate,
  NatGateway,
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  SecurityGroupRule,
  Subnet,
  Vpc,
  VpcEndpoint,
} from "./records.ts";
import { ec2State, type Ec2State } from "./state.ts";

/** What every EC2 object has. */
export interface Tagged {
  Tags: Tag[];
  readonly VpcId?: string;
}

/** The records of each kind, by the prefix of its ids. */
export interface KindRecords {
  readonly vpc: Vpc;
  readonly subnet: Subnet;
  readonly igw: InternetGateway;
  readonly eipalloc: Address;
  readonly nat: NatGateway;
  readonly rtb: RouteTable;
  readonly sg: SecurityGroup;
  readonly sgr: SecurityGroupRule;
  readonly lt: LaunchTemplate;
  readonly key: KeyPair;
  readonly eni: NetworkInterface;
  readonly i: Instance;
  readonly vpce: VpcEndpoint;
}

/** The beginning of an id, which says what it is of. */
export type IdPrefix = keyof KindRecords;

interface AnyKind<R> {
  /** As in `TagSpecifications[].ResourceType` and in ARNs: `security-group`. */
  readonly type: string;
  readonly table: (state: Ec2State) => Table<R>;
}

/** Kinds of EC2 objects by the prefix of their ids. */
const KINDS: { readonly [P in IdPrefix]: AnyKind<KindRecords[P]> } = {
  vpc: { type: "vpc", table: (state) => state.vpcs },
  subnet: { type: "subnet", table: (state) => state.subnets },
  igw: { type: "internet-gateway", table: (state) => state.internetGateways },
  eipalloc: { type: "elastic-ip", table: (state) => state.addresses },
  nat: { type: "natgateway", table: (state) => state.natGateways },
  rtb: { type: "route-table", table: (state) => state.routeTables },
  sg: { type: "security-group", table: (state) => state.securityGroups },
  sgr: { type: "security-group-rule", table: (state) => state.securityGroupRules },
  lt: { type: "launch-template", table: (state) => state.launchTemplates },
  key: { type: "key-pair", table: (state) => state.keyPairs },
  eni: { type: "network-interface", table: (state) => state.networkInterfaces },
  i: { type: "instance", table: (state) => state.instances },
  vpce: { type: "vpc-endpoint", table: (state) => state.vpcEndpoints },
};

/** Type and table of the kind whose ids begin so. */
export function kindBy<P extends IdPrefix>(prefix: P): AnyKind<KindRecords[P]> {
  return KINDS[prefix];
}

/** The type of the object with this id. @throws AwsError InvalidID for an id of no kind. */
export function typeOf(id: string): string {
  return kindOf(id).type;
}

/** The object with this id, whatever its kind; undefined if there is none. */
export function findTagged(cloud: Cloud, id: string): Tagged | undefined {
  return findKind(id)?.table(ec2State(cloud)).find(id);
}

/** The object with this id, whatever its kind. @throws AwsError the not-found error of its kind, or InvalidID. */
export function getTagged(cloud: Cloud, id: string): Tagged {
  return kindOf(id).table(ec2State(cloud)).get(id);
}

/** Every object of the account with its id and type. */
export function allTagged(cloud: Cloud): { id: string; type: string; record: Tagged }[] {
  return Object.values<AnyKind<Tagged>>(KINDS).flatMap(({ type, table }) =>
    Object.entries(table(ec2State(cloud)).toJSON()).map(([id, record]) => ({ id, type, record })),
  );
}

/** `arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-1`, from the id alone. */
export function ec2Arn(cloud: Cloud, id: string): string {
  return cloud.arn("ec2", `${typeOf(id)}/${id}`);
}

function kindOf(id: string): AnyKind<Tagged> {
  const kind = findKind(id);
  if (kind === undefined) throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
  return kind;
}

function findKind(id: string): AnyKind<Tagged> | undefined {
  const kinds: Readonly<Record<string, AnyKind<Tagged>>> = KINDS;
  return kinds[id.slice(0, Math.max(0, id.indexOf("-")))];
}
