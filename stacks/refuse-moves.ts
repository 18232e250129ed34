import * as pulumi from "@pulumi/pulumi";
import { DeletionGuard, type FoundGuard } from "../components/index.ts";
import { refuseOtherAccount } from "./account.ts";
import type { StackConfig } from "./config/stack-config.ts";
import { holdsSecret } from "./config/secrets.ts";
import { earlierValues } from "./earlier-values.ts";
import { fixedValues, fixedZones, GROWING, type FixedValues } from "./fixed-values.ts";
import type { Outputs } from "./own-outputs.ts";

/** One value that would move. */
interface Move {
  readonly key: string;
  /** Undefined where the configuration has no such value any more. */
  readonly now: string | undefined;
  readonly before: string;
}

/**
 * Refuses what would take network, load balancer or target group from member stacks that use them, before anything is
 * registered. A stack that shares nothing yet, or whose guard nobody holds, may change as it likes.
 *
 * @param outputs of the stack's last update.
 * @throws RunError naming each key with its new and its old value, and the way to do it.
 */
export async function refuseMoves(config: StackConfig, outputs: Outputs): Promise<void> {
  const { deletionGuardArn: guardArn } = outputs;
  if (typeof guardArn !== "string") return;
  await refuseOtherAccount(guardArn, `what stack "${pulumi.getStack()}" made`);
  const guard = await findGuard(guardArn);
  if (guard === undefined || guard.holders === 0) return;
  const moves = await movesOf(config, guard, outputs);
  if (moves.length > 0) throw refusal(guard, moves);
}

/** A preview does without credentials as far as it can. */
async function findGuard(arn: string): Promise<FoundGuard | undefined> {
  try {
    return await DeletionGuard.find(arn);
  } catch (error) {
    const reason = `whether member stacks use this one cannot be told: ${(error as Error).message}`;
    if (!pulumi.runtime.isDryRun()) throw new pulumi.RunError(reason);
    await pulumi.log.warn(reason);
    return undefined;
  }
}

async function movesOf(config: StackConfig, guard: FoundGuard, outputs: Outputs): Promise<Move[]> {
  if (config.role !== "primary") return [{ key: "role", now: config.role, before: "primary" }];
  const { region } = outputs;
  if (typeof region === "string" && region !== config.region) {
    return [{ key: "aws:region", now: config.region, before: region }];
  }
  const before = guard.remembers ?? (await earlierValues(outputs));
  const now = { ...fixedValues(config), ...(await fixedZones(config)) };
  return differences(before, now);
}

/** What differs; of values that the guard's program did not know nothing can be said. */
export function differences(before: FixedValues, now: FixedValues): Move[] {
  const keys = new Set([...Object.keys(now), ...Object.keys(before)]);
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

function refusal(guard: FoundGuard, moves: readonly Move[]): pulumi.RunError {
  const holders = `${guard.holders} ${guard.holders === 1 ? "role holds" : "roles hold"} ${guard.policyName}`;
  return new pulumi.RunError(
    `member stacks use what stack "${pulumi.getStack()}" shares (${holders}), and this would replace or delete it:\n` +
      moves.map((move) => `  - ${describe(move)}\n`).join("") +
      "set it back; or destroy the member stacks (pulumi destroy --stack <member>), update this one, and bring them up again",
  );
}

/** Names that no key decides: they are the program's own. */
const WORDS: Readonly<Record<string, string>> = {
  ingressName: "the name of the Ingress",
  serviceName: "the name of the Service",
};

function describe({ key, now, before }: Move): string {
  if (holdsSecret(key.split(".", 1)[0]!)) return `${key} is not what it was`;
  // As the stack's file would spell the list that keeps what is there.
  const kept = before.split(" ").join(", ");
  const grows = GROWING.includes(key) ? `, and may only grow at its end: [${kept}]` : "";
  return `${WORDS[key] ?? key} ${shown(now)}, but was ${before === "" ? "not set" : JSON.stringify(before)}${grows}`;
}

function shown(value: string | undefined): string {
  return value === undefined || value === "" ? "is not set" : `is ${JSON.stringify(value)}`;
}
