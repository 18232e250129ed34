import type { OwnerConfig } from "../config/stack-config.ts";
import { pathOf, type AppConfig } from "./app.ts";

/** A host of a route, and where the configuration has it. */
export interface RoutedHost {
  readonly host: string;
  readonly path: string;
}

/** Every host that a route names, each where it stands first. */
export function routedHosts({ apps }: Pick<OwnerConfig, "apps">): readonly RoutedHost[] {
  const all = apps.flatMap(hostsOfApp);
  return all.filter(({ host }, index) => all.findIndex((one) => one.host === host) === index);
}

/** Hosts of the routes, in alphabetical order: that of the applications may change without another certificate. */
export function hostsOf(config: Pick<OwnerConfig, "apps">): readonly string[] {
  return routedHosts(config)
    .map(({ host }) => host)
    .sort();
}

function hostsOfApp(app: AppConfig): RoutedHost[] {
  return (app.entry.routes ?? []).flatMap(({ hosts = [] }, route) =>
    hosts.map((host, index) => ({
      host: host.toLowerCase(),
      path: pathOf(app, `routes[${route}].hosts[${index}]`),
    })),
  );
}
