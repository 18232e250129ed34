import { readProject, type ConfigValue } from "../../fleet/project/project.ts";
import { PROJECT_DIRECTORY } from "./stack-files.ts";

/** The project with its declared configuration. */
export const PROJECT = readProject(PROJECT_DIRECTORY);

/** Keys to set beside those of the stack's file; without a prefix they are the program's own. Undefined takes one away. */
export type Changes = Readonly<Record<string, ConfigValue | undefined>>;

/** A copy of the configuration with the changes made. */
export function changed(
  config: Readonly<Record<string, ConfigValue>>,
  changes: Changes,
): Record<string, ConfigValue> {
  const result: Record<string, ConfigValue> = { ...config };
  for (const [key, value] of Object.entries(changes)) {
    const qualified = key.includes(":") ? key : `${PROJECT.name}:${key}`;
    if (value === undefined) delete result[qualified];
    else result[qualified] = value;
  }
  return result;
}
