import { PlainError } from "../shared/plain-error.ts";
import { setTimeout as pause } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import {
  findMade,
  type AppliedIngress,
  type MadeByController,
  type MadeTargetGroup,
  type SeenTargetGroups,
} from "./made-by-controller.ts";
import { whatIsMissing } from "./what-is-missing.ts";

/** How often to look. On AWS, where one look takes some seconds, that is a matter of minutes. */
const LOOKS = 40;

/** The pause after a look, as a multiple of the time that the look took: long where AWS is slow to answer. */
const PAUSE_FACTOR = 5;
const LONGEST_PAUSE_MS = 10_000;

/** What the controller made; what is missing is not known yet, in a preview. */
export interface Applied {
  readonly loadBalancerArn?: string;
  /** By app. */
  readonly targetGroups: Readonly<Record<string, MadeTargetGroup>>;
}

/**
 * Waits until the controller has applied an Ingress, and tells what it made of it. A preview does not wait: it tells
 * what is there now, or nothing of what a change leads to.
 *
 * @throws RunError when the controller has not applied it in time.
 */
export async function awaitApplied(ingress: AppliedIngress, opts: pulumi.InvokeOptions): Promise<Applied> {
  const seen: SeenTargetGroups = new Map();
  const wantsStale = pulumi.runtime.isDryRun();
  let problem = "";
  for (let look = 1; look <= LOOKS; look++) {
    const start = performance.now();
    const made = await findMade(ingress, { seen, wantsStale }, opts).catch(
      (error: unknown) => (error as Error).message,
    );
    if (pulumi.runtime.isDryRun()) return knownSoFar(ingress, typeof made === "string" ? undefined : made);
    const missing = typeof made === "string" ? made : whatIsMissing(ingress, made);
    if (typeof made !== "string" && missing === undefined) return knownSoFar(ingress, made);
    problem = missing!;
    await pause(Math.min(PAUSE_FACTOR * (performance.now() - start), LONGEST_PAUSE_MS));
  }
  throw new PlainError(notApplied(ingress, problem));
}

/** Of each app that has one target group, that one. */
function knownSoFar({ backends }: AppliedIngress, made: MadeByController | undefined): Applied {
  const found = Object.keys(backends).map((app) => [app, made?.targetGroups[app] ?? []] as const);
  const known = found.flatMap(([app, [first, ...others]]) =>
    first === undefined || others.length > 0 ? [] : [[app, first] as const],
  );
  return { ...defined({ loadBalancerArn: made?.loadBalancerArn }), targetGroups: Object.fromEntries(known) };
}

function notApplied({ namespace, ingressName, clusterName }: AppliedIngress, problem: string): string {
  return (
    `the load balancer controller of ${clusterName} has not applied Ingress ${namespace}/${ingressName}: ${problem}. ` +
    `Its events say what AWS refused: kubectl describe ingress --namespace ${namespace} ${ingressName}. ` +
    "Mend it, or take the change back, and run pulumi up again; with --refresh, if the Ingress was changed by other means than Pulumi"
  );
}
