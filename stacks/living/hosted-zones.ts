/** Hosted zones of the account that the configuration names. */
import { isDeepStrictEqual } from "node:util";
import * as aws from "@pulumi/aws";
import { ifThere } from "../../components/shared/if-there.ts";
import type { OwnerConfig } from "../config/stack-config.ts";

/** A zone as the configuration has it. */
export type ConfiguredZone = NonNullable<OwnerConfig["dns"]["zone"]>;

/** A zone that is there. */
export interface FoundZone {
  readonly zoneId: string;
  readonly name: string;
  readonly privateZone?: boolean;
}

/** The provider's words where the account has several zones of a name. */
const SEVERAL = /multiple Route 53 Hosted Zones/;

/** The zone; undefined where there is none, `several` where a name is that of several. */
export async function findZone(zone: ConfiguredZone): Promise<FoundZone | "several" | undefined> {
  const args = "id" in zone ? { zoneId: zone.id } : { name: zone.name, privateZone: zone.private === true };
  try {
    return await ifThere(aws.route53.getZone(args));
  } catch (error) {
    if (SEVERAL.test((error as Error).message)) return "several";
    throw error;
  }
}

/** Whether two stacks mean the same zone, of which one may give the id and the other the name. */
export async function isSameZone(one: ConfiguredZone, other: ConfiguredZone): Promise<boolean> {
  if (isDeepStrictEqual(one, other)) return true;
  const [first, second] = await Promise.all([findZone(one), findZone(other)]);
  return typeof first === "object" && typeof second === "object" && first.zoneId === second.zoneId;
}
