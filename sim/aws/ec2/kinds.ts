import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import type { Table } from "../../core/table.ts";
import type { Tag } from "../tags.ts";
import { ec2State, type Ec2State } from "./state.ts";

/** What every EC2 object has. */
export interface Tagged {
  Tags: Tag[];
  readonly VpcId?: string;
}

/** Kinds of EC2 objects by the prefix of their ids; `type` is as in `TagSpecifications[].ResourceType` and in ARNs. */
export const KINDS = {
  vpc: { type: "vpc", table: (state: Ec2State) => state.vpcs },
  subnet: { type: "subnet", table: (state: Ec2State) => state.subnets },
  igw: { type: "internet-gateway", table: (state: Ec2State) => state.internetGateways },
  eipalloc: { type: "elastic-ip", table: (state: Ec2State) => state.addresses },
  nat: { type: "natgateway", table: (state: Ec2State) => state.natGateways },
  rtb: { type: "route-table", table: (state: Ec2State) => state.routeTables },
  sg: { type: "security-group", table: (state: Ec2State) => state.securityGroups },
  sgr: { type: "security-group-rule", table: (state: Ec2State) => state.securityGroupRules },
  lt: { type: "launch-template", table: (state: Ec2State) => state.launchTemplates },
  key: { type: "key-pair", table: (state: Ec2State) => state.keyPairs },
  eni: { type: "network-interface", table: (state: Ec2State) => state.networkInterfaces },
  i: { type: "instance", table: (state: Ec2State) => state.instances },
} as const;

/** The beginning of an id, which says what it is of. */
export type IdPrefix = keyof typeof KINDS;

/** What the table of a kind holds. */
export type RecordOf<P extends IdPrefix> =
  ReturnType<(typeof KINDS)[P]["table"]> extends Table<infer R extends Tagged> ? R : never;

interface AnyKind {
  readonly type: string;
  readonly table: (state: Ec2State) => Table<Tagged>;
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
  return Object.values<AnyKind>(KINDS).flatMap(({ type, table }) =>
    Object.entries(table(ec2State(cloud)).toJSON()).map(([id, record]) => ({ id, type, record })),
  );
}

/** `arn:aws:ec2:ap-northeast-2:123456789012:vpc/vpc-1`, from the id alone. */
export function ec2Arn(cloud: Cloud, id: string): string {
  return cloud.arn("ec2", `${typeOf(id)}/${id}`);
}

function kindOf(id: string): AnyKind {
  const kind = findKind(id);
  if (kind === undefined) throw new AwsError("InvalidID", `The ID '${id}' is not valid`);
  return kind;
}

function findKind(id: string): AnyKind | undefined {
  const kinds: Readonly<Record<string, AnyKind>> = KINDS;
  return kinds[id.slice(0, Math.max(0, id.indexOf("-")))];
}
