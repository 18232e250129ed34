import * as pulumi from "@pulumi/pulumi";
import { defined } from "../shared/defined.ts";
import { notApplied } from "../shared/load-balancer/of-controller.ts";
import { lookUntil } from "../shared/look-until.ts";
import {
  findMade,
  type AppliedIngress,
  type MadeByController,
  type MadeTargetGroup,
  type SeenTargetGroups,
} from "./made-by-controller.ts";
import { whatIsMissing } from "./what-is-missing.ts";

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
  const look = () => findMade(ingress, { seen, wantsStale }, opts);
  if (wantsStale) return knownSoFar(ingress, await look().catch(() => undefined));
  const made = await lookUntil(
    look,
    (found) => whatIsMissing(ingress, found),
    (problem) => notApplied({ ...ingress, kind: "Ingress", name: ingress.ingressName }, problem),
  );
  return knownSoFar(ingress, made);
}

function knownSoFar({ backends }: AppliedIngress, made: MadeByController | undefined): Applied {
  return {
    ...defined({ loadBalancerArn: made?.loadBalancerArn }),
    targetGroups: onlyOnes(Object.keys(backends), made?.targetGroups ?? {}),
  };
}

/** Of each app that has one target group, that one. */
export function onlyOnes(
  apps: readonly string[],
  targetGroups: MadeByController["targetGroups"],
): Applied["targetGroups"] {
  const known = apps.flatMap((app) => {
    const [first, ...others] = targetGroups[app] ?? [];
    return first === undefined || others.length > 0 ? [] : [[app, first] as const];
  });
  return Object.fromEntries(known);
}
