import { UserError } from "../project/errors.ts";
import type { Console } from "./console.ts";
import { findLeftovers } from "./leftovers.ts";
import type { TeardownReport } from "./report.ts";
import type { LocalSession } from "./session.ts";
import { seconds } from "./words.ts";

/**
 * Destroys all stacks in exact reverse order, and looks whether the cloud is empty then.
 *
 * @throws UserError when a resource cannot be deleted.
 */
export function tearDown(session: LocalSession, console: Console): TeardownReport {
  const order: string[] = [];
  for (const stack of [...session.stacks].reverse()) {
    const started = performance.now();
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
  return { order, leftovers: findLeftovers(session.cloud, session.given) };
}
