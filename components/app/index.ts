export { App } from "./app.ts";
export { APP_DEFAULTS, IMAGE_PULL_POLICIES } from "./args.ts";
export type { AppArgs, AppNodes, AppRoleArgs, AppTransforms } from "./args.ts";
export {
  STEP_CHOICES,
  STEP_TYPES,
  type AutoscalingArgs,
  type ScalingSpeed,
  type ScalingStep,
} from "./autoscaling.ts";
export {
  ENV_FIELDS,
  type EnvConfigMapKey,
  type EnvField,
  type EnvSecretKey,
  type EnvSource,
  type EnvValue,
  type KeyReference,
} from "./environment.ts";
export type { FilesArgs } from "./files.ts";
export {
  PROBE_PROTOCOLS,
  type AppHealthCheck,
  type HttpProbe,
  type ProbeArgs,
  type ProbesArgs,
} from "./probes.ts";
export type { SecurityArgs } from "./security.ts";
