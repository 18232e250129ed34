import type { ArgsCheck, Range } from "../shared/args-check.ts";
import type { Form } from "../shared/forms.ts";
import type { ResolvedSecurity } from "./security.ts";

/** Ids of users and groups that the API server takes. */
const ID: Range = { min: 0, max: 2 ** 31 - 1 };

const CAPABILITY: Form = [/^(?!CAP_)[A-Z][A-Z_]*$/, "a capability such as NET_BIND_SERVICE, without CAP_"];

const SWITCHES = [
  "allowRoot",
  "writableRootFilesystem",
  "allowPrivilegeEscalation",
  "unconfinedSystemCalls",
] as const;

/** Notes rights that a container cannot have. */
export function checkSecurity(check: ArgsCheck<ResolvedSecurity>): void {
  for (const key of SWITCHES) check.boolean(key);
  for (const key of ["runAsUser", "runAsGroup", "fsGroup"] as const) check.integer(key, ID);
  if (check.args.runAsUser === 0 && !check.args.allowRoot) {
    check.add("runAsUser", "is 0, which is root; use another user, or set allowRoot to true");
  }
  check.texts("addCapabilities", CAPABILITY);
  check.distinct("addCapabilities");
}
