import { UserError } from "../project/errors.ts";
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
 * @throws UserError with the cause when a stack fails; the stacks before it stay as they are.
 */
export async function bringUp(
  session: LocalSession,
  console: Console,
  reports: StackReport[],
): Promise<void> {
  const tree = new ProgressTree();
  for (const stack of session.stacks) {
    const started = performance.now();
    const result = await session.up(stack, {
      onStep: (event) => {
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
  }
}
