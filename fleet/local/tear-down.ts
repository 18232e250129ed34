import { UserError } from "../project/errors.ts";
import type { Console } from "./console.ts";
import { findLeftovers } from "./leftovers.ts";
import { liftProtection } from "./lift-protection.ts";
import type { TeardownReport } from "./report.ts";
import type { LocalSession } from "./session.ts";
import { seconds } from "./words.ts";

/**
 * Destroys all stacks in exact reverse order, deletion protection lifted first, and looks whether the cloud is empty then.
 *
 * @throws UserError when a resource cannot be deleted.
 */
export async function tearDown(session: LocalSession, console: Console): Promise<TeardownReport> {
  const order: string[] = [];
  const retained: string[] = [];
  for (const stack of [...session.stacks].reverse()) {
    const started = performance.now();
    if (await liftProtection(session, stack)) {
      console.print(`${stack.stack}  deletionProtection switched off, to tear it down`);
    }
    retained.push(...session.retainedIds(stack));
    const result = session.destroy(stack, {
      onStep: ({ type, name }) => {
        console.show(() => `${stack.stack}: deleting ${type} ${name}`);
      },
    });
    console.clear();
    order.push(...result.order);
    const [failure] = result.failures;
    if (failure !== undefined) {
      throw new UserError(
        `stack ${stack.stack} cannot be destroyed: ${failure.type} ${failure.name}: ${failure.message}`,
      );
    }
    console.print(`${stack.stack}  ${result.order.length} deleted  ${seconds(performance.now() - started)}`);
  }
  const left = findLeftovers(session.cloud, session.given);
  const kept = left.filter((entry) => retained.some((id) => entry.endsWith(`/${id}`)));
  for (const entry of kept) console.print(`kept, as its stack wants it: ${entry}`);
  return { order, kept, leftovers: left.filter((entry) => !kept.includes(entry)) };
}
