import { setTimeout as pause } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { findMade, type AppliedIngress, type MadeByController } from "./made-by-controller.ts";

/** How often to look. On AWS, where one look takes some seconds, that is a matter of minutes. */
const LOOKS = 40;

/** The pause after a look, as a multiple of the time that the look took: long where AWS is slow to answer. */
const PAUSE_FACTOR = 5;
const LONGEST_PAUSE_MS = 10_000;

/**
 * Waits until the controller has applied an Ingress, and tells what it made of it. A preview does not wait: it tells
 * what is there now, or nothing if the change leads to other things.
 *
 * @throws RunError when the controller has not applied it in time.
 */
export async function awaitApplied(
  ingress: AppliedIngress,
  opts: pulumi.InvokeOptions,
): Promise<MadeByController> {
  let problem = "";
  for (let look = 1; look <= LOOKS; look++) {
    const start = performance.now();
    const made = await findMade(ingress, opts).catch((error: unknown) => (error as Error).message);
    if (pulumi.runtime.isDryRun()) return typeof made === "string" ? NOT_KNOWN_YET : made;
    if (typeof made !== "string" && made.revision === ingress.revision) return made;
    problem = typeof made === "string" ? made : "it still matches an earlier state of the Ingress";
    await pause(Math.min(PAUSE_FACTOR * (performance.now() - start), LONGEST_PAUSE_MS));
  }
  throw new NotApplied(notApplied(ingress, problem));
}

/** Shown without a stack trace, and as it is: the SDK would write before it which output it could not serialize. */
class NotApplied extends pulumi.RunError {
  constructor(message: string) {
    super(message);
    Object.defineProperty(this, "message", { get: () => message, set: () => undefined });
  }
}

const NOT_KNOWN_YET = {
  loadBalancerArn: pulumi.unknown,
  targetGroupArn: pulumi.unknown,
  targetGroupName: pulumi.unknown,
  revision: undefined,
} as unknown as MadeByController;

function notApplied({ namespace, ingressName, clusterName }: AppliedIngress, problem: string): string {
  return (
    `the load balancer controller of ${clusterName} has not applied Ingress ${namespace}/${ingressName}: ${problem}. ` +
    `Its events say what AWS refused: kubectl describe ingress --namespace ${namespace} ${ingressName}. ` +
    "Mend it, or take the change back, and run pulumi up again"
  );
}
