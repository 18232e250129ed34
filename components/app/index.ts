export { App } from "./app.ts";
export { APP_DEFAULTS, IMAGE_PULL_POLICIES } from "./args.ts";
export type { AppArgs, AppNodes, AppTransforms, ServiceAccountArgs } from "./args.ts";
export type { AutoscalingArgs, ScalingSpeed } from "./autoscaling-args.ts";
export type { EnvConfigMapKey, EnvField, EnvSecretKey, EnvSource, EnvValue } from "./environment.ts";
export type { FilesArgs } from "./files.ts";
export { PROBE_PROTOCOLS, type ProbeArgs, type ProbedHealthCheck, type ProbesArgs } from "./probes.ts";
export type { SecurityArgs } from "./security.ts";
