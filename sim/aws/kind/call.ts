import type { Cloud, InputOf, Operations, OutputOf, ServiceName } from "../../core/cloud.ts";

/** Makes calls of one service as Pulumi's provider does. */
export function callsOf<S extends ServiceName>(service: S) {
  return <A extends keyof Operations[S] & string>(
    cloud: Cloud,
    action: A,
    parameters: InputOf<Operations[S][A]>,
  ): OutputOf<Operations[S][A]> => cloud.call(cloud.administrator, service, action, parameters);
}

/** Such a call of an operation that a declaration names. */
export function callNamed(cloud: Cloud, service: ServiceName, action: string, parameters: object): void {
  cloud.call(cloud.administrator, service, action as never, parameters as never);
}
