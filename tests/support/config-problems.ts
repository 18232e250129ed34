import type { ConfigValue } from "../../fleet/project/project.ts";
import { ConfigError, loadStackConfig } from "../../stacks/config/config.ts";
import type { StackConfig } from "../../stacks/config/stack-config.ts";
import { runProgram } from "./pulumi-program.ts";
import { configure } from "./stack-config.ts";

/** Keys that a test sets in the file of a stack; undefined takes one out. */
export type ConfigChanges = Readonly<Record<string, ConfigValue | undefined>>;

/** The configuration of one of the project's stacks with changes, or what is wrong with it. */
export async function loadConfig(
  stack: string,
  changes: ConfigChanges = {},
): Promise<StackConfig | ConfigError> {
  const { result } = await runProgram(() => {
    configure(stack, changes);
    try {
      return loadStackConfig();
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
  });
  return result;
}

/** What is wrong with a configuration, a line each; `accepted` where nothing is. */
export async function configProblems(stack: string, changes: ConfigChanges): Promise<readonly string[]> {
  const result = await loadConfig(stack, changes);
  return result instanceof ConfigError
    ? result.problems.map(({ path, reason }) => `${path} ${reason}`)
    : ["accepted"];
}
