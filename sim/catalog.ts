/** Every Pulumi type, function and remote component that the simulated cloud knows. */
import { NotSimulated } from "./core/errors.ts";
import type { FunctionType, RemoteComponent, ResourceType } from "./core/resource-type.ts";
import { services } from "./services.ts";

const resources = byToken(services.flatMap((service) => service.resources ?? []));
const functions = byToken(services.flatMap((service) => service.functions ?? []));
const components = byToken(services.flatMap((service) => service.components ?? []));

/** @throws NotSimulated */
export function resourceType(token: string): ResourceType {
  return resources.get(token) ?? resolved(token);
}

/** @throws NotSimulated */
export function functionType(token: string): FunctionType {
  return required(functions, token);
}

/** @throws NotSimulated */
export function remoteComponent(token: string): RemoteComponent {
  return required(components, token);
}

/** Everything that is simulated, for the generated coverage page. */
export function simulated(): { resources: string[]; functions: string[]; components: string[] } {
  return {
    resources: [...resources.keys()].sort(),
    functions: [...functions.keys()].sort(),
    components: [...components.keys()].sort(),
  };
}

/** Types that no list can name beforehand: kinds that a cluster's custom resource definitions bring. */
function resolved(token: string): ResourceType {
  for (const service of services) {
    const type = service.resolve?.(token);
    if (type !== undefined) return type;
  }
  throw new NotSimulated(token);
}

function byToken<T extends { readonly token: string }>(entries: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const entry of entries) {
    if (map.has(entry.token)) throw new Error(`${entry.token} is simulated twice`);
    map.set(entry.token, entry);
  }
  return map;
}

function required<T>(map: Map<string, T>, token: string): T {
  const found = map.get(token);
  if (found === undefined) throw new NotSimulated(token);
  return found;
}
