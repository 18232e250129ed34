import { UserError } from "../project/errors.ts";
import { defined } from "../../components/shared/defined.ts";
import { pathOfFleet, pathOfStack, StepTimer, type CriticalPath, type TimedStack } from "./critical-path.ts";
import type { Console } from "./console.ts";
import { describeFailure } from "./failures.ts";
import { pendingPods } from "./pending-pods.ts";
import { ProgressTree } from "./render/tree.ts";
import type { StackReport } from "./report.ts";
import type { LocalSession } from "./session.ts";
import { describeTarget, isUnfit, verifyTargets } from "./verify.ts";
import { seconds } from "./words.ts";

/**
 * Brings every stack of the session up, in order, and shows how it goes.
 *
 * @param reports takes in the report of each stack that is up.
 * @returns how long it takes in virtual time where all goes on side by side that can.
 * @throws UserError with the cause when a stack fails; the stacks before it stay as they are.
 */
export async function bringUp(
  session: LocalSession,
  console: Console,
  reports: StackReport[],
): Promise<CriticalPath> {
  const tree = new ProgressTree();
  const timed: TimedStack[] = [];
  for (const stack of session.stacks) {
    const started = performance.now();
    const timer = new StepTimer(() => session.cloud.clock.now());
    const result = await session.up(stack, {
      onStep: (event) => {
        timer.onStep(event);
        tree.add(event);
        console.show(() => tree.render(stack.stack));
      },
    });
    tree.note(stack.stack, `${stack.role}, ${seconds(performance.now() - started)}`);
    console.clear();
    console.print(tree.render(stack.stack));
    if (!result.succeeded) {
      const seen = [
        ...pendingPods(session.cloud),
        ...verifyTargets(session.cloud).targets.filter(isUnfit).map(describeTarget),
      ];
      throw new UserError(describeFailure(stack.stack, result, seen));
    }
    reports.push({
      stack: stack.stack,
      role: stack.role,
      resources: result.counts,
      outputs: result.outputs,
    });
    session.deployManifests(stack);
    const path = pathOfStack(stack.stack, session.host.resources(stack.stack), timer.durations);
    timed.push({ stack: stack.stack, ...defined({ owner: stack.owner }), path });
  }
  return pathOfFleet(timed);
}
