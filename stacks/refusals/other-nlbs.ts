import { own } from "../../components/shared/own.ts";
import { pathOf, type AppConfig } from "../apps/app.ts";
import type { ConfigProblem } from "../config/issues.ts";
import type { SharedIngress } from "../contract/contract.ts";

/** Network Load Balancers of applications that are to be another stack's, and are not. */
export function sharedNlbProblems(
  apps: readonly AppConfig[],
  sharedStack: string,
  { nlbs = {} }: Pick<SharedIngress, "nlbs">,
): ConfigProblem[] {
  return apps.flatMap((app): ConfigProblem[] => {
    const { nlb } = app.entry;
    if (nlb?.shared !== true) return [];
    const theirs = own(nlbs, app.name);
    const update = `update that one first (pulumi up --stack ${sharedStack})`;
    if (theirs?.shared !== true) {
      const reason = `is true, but stack "${sharedStack}" shares no Network Load Balancer of ${app.name}; ${update}, or say appOverrides.${app.name}.nlb.shared: false, for one of this cluster alone`;
      return [{ path: pathOf(app, "nlb.shared"), reason }];
    }
    const known = theirs.targetGroups.map(({ port }) => port);
    return nlb.ports.flatMap(({ port }, index) => {
      if (known.includes(port)) return [];
      const reason = `is ${port}, on which the load balancer of stack "${sharedStack}" does not listen; ${update}`;
      return [{ path: pathOf(app, `nlb.ports[${index}].port`), reason }];
    });
  });
}
