import type { ConfigValue } from "../../../fleet/project/project.ts";
import type { Settings } from "../../../scripts/changes/change.ts";

type Container = Record<string, unknown>;

/** A copy of the configuration with some values changed; null takes one away. */
export function withSettings(
  project: string,
  config: Readonly<Record<string, ConfigValue>>,
  settings: Settings,
): Record<string, ConfigValue> {
  const changed = structuredClone(config) as Container;
  for (const [path, value] of Object.entries(settings)) {
    const [key = "", ...rest] = path.split(/[.[\]]+/).filter(Boolean);
    setAt(changed, [`${project}:${key}`, ...rest], value);
  }
  return changed as Record<string, ConfigValue>;
}

/** The configuration key that a path begins with. */
export function keyOf(path: string): string {
  return path.split(/[.[]/)[0]!;
}

function setAt(container: Container, [first = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    if (value === null || value === undefined) Reflect.deleteProperty(container, first);
    else container[first] = value;
    return;
  }
  if (container[first] === undefined && (value === null || value === undefined)) return;
  container[first] ??= /^\d+$/.test(rest[0]!) ? [] : {};
  setAt(container[first] as Container, rest, value);
}
