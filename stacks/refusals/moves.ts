import * as pulumi from "@pulumi/pulumi";
import { DeletionGuard, type FoundGuard } from "../../components/index.ts";
import { shown } from "../../components/shared/shown.ts";
import type { StackConfig } from "../config/stack-config.ts";
import { holdsSecret } from "../config/secrets.ts";
import type { Living } from "../living/living.ts";
import type { Outputs } from "../living/own-outputs.ts";
import { told } from "../living/told.ts";
import { earlierValues } from "./earlier-values.ts";
import { fixedValues, fixedZones, GROWING, type FixedValues } from "./fixed-values.ts";
import { refuseOtherAccount } from "./other-account.ts";

/** One value that would move. */
interface Move {
  readonly key: string;
  /** Undefined where the configuration has no such value any more. */
  readonly now: string | undefined;
  readonly before: string;
}

/**
 * Refuses, before anything is registered, what would take network, load balancer or target group from member stacks that use
 * them, and what would replace cluster or load balancer of a stack that is protected from deletion: AWS would refuse it in
 * the middle of the update, and the way back would be closed. Any other stack may change as it likes.
 *
 * @returns whether somebody holds the guard.
 * @throws RunError naming each key with its new and its old value, and the way to do it.
 */
export async function refuseMoves(config: StackConfig, living: Living): Promise<boolean> {
  const { outputs } = living;
  const { deletionGuardArn: guardArn } = outputs;
  const guard = typeof guardArn === "string" ? await findOwnGuard(guardArn) : undefined;
  const isHeld = guard !== undefined && guard.holders > 0;
  if (isHeld) {
    const moves = await movesOf(config, guard, living);
    if (moves.length > 0) throw heldRefusal(guard, moves);
  }
  const moves = outputs["deletionProtection"] === true ? protectedMoves(config, guard, outputs) : [];
  if (moves.length > 0) throw protectedRefusal(moves);
  return isHeld;
}

async function findOwnGuard(arn: string): Promise<FoundGuard | undefined> {
  await refuseOtherAccount(arn, `what stack "${pulumi.getStack()}" made`);
  return told("whether member stacks use this one", DeletionGuard.find(arn));
}

async function movesOf(config: StackConfig, guard: FoundGuard, living: Living): Promise<Move[]> {
  const { outputs } = living;
  const elsewhere = placeMoves(config, outputs);
  if (config.role === "member" || elsewhere.length > 0) return elsewhere;
  const now = { ...fixedValues(config), ...(await fixedZones(config, living)) };
  const before = await valuesBefore(guard, outputs, Object.keys(now));
  return differences(before, now);
}

/** What there was not before guards remembered it. */
const SINCE: FixedValues = { "ingress.groupName": "" };

/** What the guard remembers. AWS tells the rest: of an earlier program's guard, or one whose tags somebody took away. */
async function valuesBefore(
  { remembers = {} }: FoundGuard,
  outputs: Outputs,
  keys: readonly string[],
): Promise<FixedValues> {
  const isWhole = keys.every((key) => key in remembers || key in SINCE);
  return { ...SINCE, ...(isWhole ? {} : await earlierValues(outputs)), ...remembers };
}

/** Another role or region is another stack: nothing else of the two can be compared. */
function placeMoves({ role, region }: StackConfig, outputs: Outputs): Move[] {
  const roleBefore = roleOf(outputs);
  if (role !== roleBefore) return [{ key: "role", now: role, before: roleBefore }];
  const { region: regionBefore } = outputs;
  return typeof regionBefore === "string" && regionBefore !== region
    ? [{ key: "aws:region", now: region, before: regionBefore }]
    : [];
}

/** The role in which a stack was updated last. */
function roleOf({ deletionGuardArn, edgeName }: Outputs): StackConfig["role"] {
  if (deletionGuardArn === undefined) return "member";
  return edgeName === undefined ? "primary" : "edge";
}

/** What would replace cluster or load balancer. Zones and blocks replace subnets and nodes, which nothing protects. */
function protectedMoves(config: StackConfig, guard: FoundGuard | undefined, outputs: Outputs): Move[] {
  const elsewhere = placeMoves(config, outputs);
  if (elsewhere.length > 0) return elsewhere;
  const { clusterName } = outputs;
  const before = { ...guard?.remembers, ...(typeof clusterName === "string" ? { clusterName } : {}) };
  const now = config.role === "member" ? { clusterName: config.clusterName } : fixedValues(config);
  return differences(before, now).filter(({ key }) => !GROWING.includes(key));
}

/** What guards of earlier programs remember, of the one application that there was: applications are looked at one by one. */
const FORGOTTEN = "serviceName";

/** What differs; of values that the guard's program did not know nothing can be said. */
export function differences(before: FixedValues, now: FixedValues): Move[] {
  const keys = new Set([...Object.keys(now), ...Object.keys(before)].filter((key) => key !== FORGOTTEN));
  const moves = [...keys].flatMap((key) => {
    const value = before[key];
    return value === undefined || isKept(key, value, now[key]) ? [] : [{ key, now: now[key], before: value }];
  });
  // Another network has other subnets, whatever their blocks.
  const network = moves.some(({ key }) => key === "vpc.cidrBlock" || key === "vpc.existing.vpcId");
  return network ? moves.filter(({ key }) => !GROWING.includes(key)) : moves;
}

function isKept(key: string, before: string, now: string | undefined): boolean {
  if (before === now) return true;
  if (!GROWING.includes(key) || now === undefined) return false;
  return before === "" || now.startsWith(`${before} `);
}

function heldRefusal(guard: FoundGuard, moves: readonly Move[]): pulumi.RunError {
  const holders = `${guard.holders} ${guard.holders === 1 ? "role holds" : "roles hold"} ${guard.policyName}`;
  return new pulumi.RunError(
    `member stacks use what stack "${pulumi.getStack()}" shares (${holders}), and this would replace or delete it:\n` +
      listed(moves) +
      "set it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again",
  );
}

function protectedRefusal(moves: readonly Move[]): pulumi.RunError {
  return new pulumi.RunError(
    `stack "${pulumi.getStack()}" is protected from deletion, and this would replace or delete what it has:\n` +
      listed(moves) +
      "set it back; or set deletionProtection, of the stack and of its ingress, to false, update, and change it then",
  );
}

function listed(moves: readonly Move[]): string {
  return moves.map((move) => `  - ${describe(move)}\n`).join("");
}

/** Names that no key decides: they are the program's own. */
const WORDS: Readonly<Record<string, string>> = {
  ingressName: "the name of the Ingress",
};

function describe({ key, now, before }: Move): string {
  if (holdsSecret(key.split(".", 1)[0]!)) return `${key} is not what it was`;
  // As the stack's file would spell the list that keeps what is there.
  const kept = before.split(" ").join(", ");
  const isNow = now === undefined || now === "" ? "is not set" : `is ${shown(now)}`;
  const grows = GROWING.includes(key) ? `, and may only grow at its end: [${kept}]` : "";
  return `${WORDS[key] ?? key} ${isNow}, but was ${before === "" ? "not set" : shown(before)}${grows}`;
}
