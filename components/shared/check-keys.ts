import type { ArgsCheck } from "./args-check.ts";
import type { Form } from "./forms.ts";

/** Notes keys of a mapping that are not of a form. */
export function checkKeys(mapping: ArgsCheck<object> | undefined, [pattern, expected]: Form): void {
  const check = mapping?.withQuotedKeys() as ArgsCheck<Readonly<Record<string, unknown>>> | undefined;
  for (const key of Object.keys(check?.args ?? {})) {
    if (!pattern.test(key)) check!.add(key, `is not a valid key; use ${expected}`);
  }
}
