/**
 * Zones of a region in the order of their names, with their ids.
 *
 * The ids are those of https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html.
 * In the older regions each account has its own mapping of names to ids, and some accounts lack a zone; there this
 * table gives one mapping that occurs.
 */
const ZONES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "us-east-1": inOrder("use1", "abcdef"),
  "us-east-2": inOrder("use2", "abc"),
  "us-west-1": { a: "usw1-az1", c: "usw1-az3" },
  "us-west-2": inOrder("usw2", "abcd"),
  "ca-central-1": { a: "cac1-az1", b: "cac1-az2", d: "cac1-az4" },
  "sa-east-1": inOrder("sae1", "abc"),
  "eu-west-1": inOrder("euw1", "abc"),
  "eu-west-2": { a: "euw2-az2", b: "euw2-az3", c: "euw2-az1" },
  "eu-west-3": inOrder("euw3", "abc"),
  "eu-central-1": { a: "euc1-az2", b: "euc1-az3", c: "euc1-az1" },
  "eu-north-1": inOrder("eun1", "abc"),
  "eu-south-1": inOrder("eus1", "abc"),
  "ap-northeast-1": { a: "apne1-az4", c: "apne1-az1", d: "apne1-az2" },
  "ap-northeast-2": inOrder("apne2", "abcd"),
  "ap-northeast-3": { a: "apne3-az3", b: "apne3-az1", c: "apne3-az2" },
  "ap-southeast-1": inOrder("apse1", "abc"),
  "ap-southeast-2": { a: "apse2-az1", b: "apse2-az3", c: "apse2-az2" },
  "ap-south-1": { a: "aps1-az1", b: "aps1-az3", c: "aps1-az2" },
  "ap-east-1": inOrder("ape1", "abc"),
  "me-south-1": inOrder("mes1", "abc"),
  "af-south-1": inOrder("afs1", "abc"),
  "cn-north-1": { a: "cnn1-az1", b: "cnn1-az2", d: "cnn1-az4" },
  "cn-northwest-1": inOrder("cnnw1", "abc"),
  "us-gov-east-1": inOrder("usge1", "abc"),
  "us-gov-west-1": inOrder("usgw1", "abc"),
};

/**
 * Local Zones, which an account sees in full once it has opted in to their group. A few of
 * https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html
 */
const LOCAL_ZONES: Readonly<Record<string, readonly LocalZone[]>> = {
  "us-east-1": [localZone("us-east-1-atl-1", "use1-atl1-az1", "us-east-1a")],
  "us-west-2": [localZone("us-west-2-lax-1", "usw2-lax1-az1", "us-west-2a")],
  "ap-northeast-1": [localZone("ap-northeast-1-tpe-1", "apne1-tpe1-az1", "ap-northeast-1a")],
};

/** An availability zone: `ap-northeast-2a`, `apne2-az1`; or a Local Zone: `us-east-1-atl-1a`, `use1-atl1-az1`. */
export interface Zone {
  readonly name: string;
  readonly id: string;
}

/** A zone near a city, which belongs to an availability zone of its region. */
export interface LocalZone extends Zone {
  readonly group: string;
  readonly parent: string;
}

/** The availability zones of `region` that an account sees; none for a region that the table lacks. */
export function zonesOf(region: string): readonly Zone[] {
  return Object.entries(ZONES[region] ?? {}).map(([letter, id]) => ({ name: `${region}${letter}`, id }));
}

/** Regions that have zones here. */
export function knownRegions(): readonly string[] {
  return Object.keys(ZONES);
}

/** The Local Zones of `region`, whether opted in or not. */
export function localZonesOf(region: string): readonly LocalZone[] {
  return LOCAL_ZONES[region] ?? [];
}

function localZone(group: string, id: string, parent: string): LocalZone {
  return { name: `${group}a`, id, group, parent };
}

function inOrder(prefix: string, letters: string): Record<string, string> {
  return Object.fromEntries([...letters].map((letter, index) => [letter, `${prefix}-az${index + 1}`]));
}
