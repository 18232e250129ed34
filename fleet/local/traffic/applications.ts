import type { TargetGroupReport } from "../target-groups.ts";
import type { ListenerRoute } from "./routes.ts";

/** An app behind a load balancer: the rules that forward to the same target groups with the same weights. */
export interface Application {
  /** The app's name; where several have one, with the first rule. */
  readonly name: string;
  readonly groups: readonly { readonly group: TargetGroupReport; readonly weight: number }[];
  readonly routes: readonly ListenerRoute[];
}

/** The apps to which rules forward, by name. */
export function applicationsOf(
  routes: readonly ListenerRoute[],
  targetGroups: readonly TargetGroupReport[],
): Application[] {
  const forwarding = routes.filter(({ forwardsTo }) => forwardsTo.length > 0);
  const applications = [...Map.groupBy(forwarding, keyOf).values()].map((own): Application => {
    const groups = own[0]!.forwardsTo.map(({ targetGroupArn, weight }) => ({
      group: targetGroups.find(({ arn }) => arn === targetGroupArn)!,
      weight,
    }));
    return { name: [...new Set(groups.map(({ group }) => group.app))].join(", "), groups, routes: own };
  });
  return applications.map((one) => withOwnName(one, applications)).sort(byName);
}

function keyOf({ forwardsTo }: ListenerRoute): string {
  return JSON.stringify(forwardsTo.map(({ targetGroupArn, weight }) => [targetGroupArn, weight]).sort());
}

function withOwnName(application: Application, all: readonly Application[]): Application {
  const { name, routes } = application;
  if (all.filter((other) => other.name === name).length === 1) return application;
  return { ...application, name: `${name} (rule ${routes[0]!.rule})` };
}

const names = new Intl.Collator("en", { numeric: true });

function byName(a: Application, b: Application): number {
  return names.compare(a.name, b.name);
}
