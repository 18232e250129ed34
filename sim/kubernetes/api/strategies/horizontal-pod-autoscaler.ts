/** autoscaling/v2 HorizontalPodAutoscaler: pkg/apis/autoscaling/v2/defaults.go and validation/validation.go of kubernetes. */
import { NotSimulated } from "../../../core/errors.ts";
import type { HorizontalPodAutoscaler, ResourceMetric, ScaleTarget, ScalingRules } from "../../objects.ts";
import { parseQuantity } from "../../quantity.ts";
import type { Draft } from "../../types.ts";
import { kindsNotSimulated } from "../kinds.ts";
import { nameProblems } from "../names.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";

type Spec = HorizontalPodAutoscaler["spec"];
type Target = ResourceMetric["resource"]["target"];

const DEFAULT_METRIC: ResourceMetric = {
  type: "Resource",
  resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 80 } },
};

/** Double the pods, or add four, in a quarter of a minute: whatever is more. */
const SCALE_UP: ScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: "Max",
  policies: [
    { type: "Pods", value: 4, periodSeconds: 15 },
    { type: "Percent", value: 100, periodSeconds: 15 },
  ],
};

/** The window is an option of the controller. */
const SCALE_DOWN: ScalingRules = {
  selectPolicy: "Max",
  policies: [{ type: "Percent", value: 100, periodSeconds: 15 }],
};

export const horizontalPodAutoscalerStrategy: Strategy<HorizontalPodAutoscaler> = {
  setDefaults({ spec }) {
    spec.minReplicas ??= 1;
    if ((spec.metrics ?? []).length === 0) spec.metrics = [DEFAULT_METRIC];
    if (spec.behavior === undefined) return;
    spec.behavior.scaleUp = { ...SCALE_UP, ...spec.behavior.scaleUp };
    spec.behavior.scaleDown = { ...SCALE_DOWN, ...spec.behavior.scaleDown };
  },
  prepare(object, _context, old) {
    if (old === undefined) object.status = { currentMetrics: null, desiredReplicas: 0 };
  },
  validate({ spec }) {
    return [
      ...replicaErrors(spec),
      ...targetErrors(spec.scaleTargetRef ?? {}),
      ...spec.metrics.flatMap((metric, index) => metricErrors(metric, `spec.metrics[${index}]`)),
      ...rulesErrors(spec.behavior?.scaleUp, "spec.behavior.scaleUp"),
      ...rulesErrors(spec.behavior?.scaleDown, "spec.behavior.scaleDown"),
    ];
  },
};

function replicaErrors({ minReplicas, maxReplicas = 0 }: Spec): string[] {
  const errors: string[] = [];
  if (minReplicas < 1) {
    errors.push(fieldError.invalid("spec.minReplicas", minReplicas, "must be greater than or equal to 1"));
  }
  if (maxReplicas < 1) {
    errors.push(fieldError.invalid("spec.maxReplicas", maxReplicas, "must be greater than 0"));
  }
  if (maxReplicas < minReplicas) {
    const words = "must be greater than or equal to `minReplicas`";
    errors.push(fieldError.invalid("spec.maxReplicas", maxReplicas, words));
  }
  return errors;
}

function targetErrors(target: Partial<ScaleTarget>): string[] {
  const gvk = `${target.apiVersion}/${target.kind}`;
  if (kindsNotSimulated.has(gvk)) throw new NotSimulated(`Kubernetes kind ${gvk}`);
  return (["kind", "name"] as const).flatMap((field) => {
    const path = `spec.scaleTargetRef.${field}`;
    const value = target[field] ?? "";
    if (value === "") return [fieldError.required(path)];
    return nameProblems("path-segment", value).map((problem) => fieldError.invalid(path, value, problem));
  });
}

/** Sources of metrics, by the type that names them. */
const SOURCES: Readonly<Record<string, string>> = {
  ContainerResource: "containerResource",
  External: "external",
  Object: "object",
  Pods: "pods",
  Resource: "resource",
};

function metricErrors(metric: Draft<ResourceMetric>, path: string): string[] {
  const type: string = metric.type ?? "";
  const source = SOURCES[type];
  const errors =
    type === "" ? [fieldError.required(`${path}.type`, "must specify a metric source type")] : [];
  if (source === undefined) {
    errors.push(fieldError.notSupported(`${path}.type`, type, Object.keys(SOURCES)));
  }
  const given = Object.values(SOURCES).filter((field) => field in metric);
  if (source !== undefined && !given.includes(source)) {
    const words = "must populate information for the given metric source";
    errors.push(fieldError.required(`${path}.${source}`, words));
  }
  if (given.length !== 1) {
    for (const other of given.filter((field) => field !== source)) {
      errors.push(fieldError.forbidden(`${path}.${other}`, "must populate the given metric source only"));
    }
  }
  if (errors.length === 0 && type !== "Resource") {
    throw new NotSimulated(`metric source ${type} of a HorizontalPodAutoscaler`);
  }
  return metric.resource === undefined
    ? errors
    : [...errors, ...resourceErrors(metric.resource, `${path}.resource`)];
}

function resourceErrors(
  { name = "", target = {} }: Draft<ResourceMetric["resource"]>,
  path: string,
): string[] {
  const errors = name === "" ? [fieldError.required(`${path}.name`, "must specify a resource name")] : [];
  errors.push(...metricTargetErrors(target, `${path}.target`));
  const { averageUtilization, averageValue } = target;
  if (averageUtilization === undefined && averageValue === undefined) {
    const words = "must set either a target raw value or a target utilization";
    errors.push(fieldError.required(`${path}.target.averageUtilization`, words));
  }
  if (averageUtilization !== undefined && averageValue !== undefined) {
    const words = "may not set both a target raw value and a target utilization";
    errors.push(fieldError.forbidden(`${path}.target.averageValue`, words));
  }
  return errors;
}

function metricTargetErrors(
  { type, averageUtilization, ...quantities }: Draft<Target>,
  path: string,
): string[] {
  const errors: string[] = [];
  if (type === undefined)
    errors.push(fieldError.required(`${path}.type`, "must specify a metric target type"));
  if (!["Utilization", "Value", "AverageValue"].includes(type ?? "")) {
    const words = "must be either Utilization, Value, or AverageValue";
    errors.push(fieldError.invalid(`${path}.type`, type ?? "", words));
  }
  for (const field of ["value", "averageValue"] as const) {
    const quantity = quantities[field];
    if (quantity === undefined || (parseQuantity(quantity) ?? 0) > 0) continue;
    errors.push(fieldError.invalid(`${path}.${field}`, String(quantity), "must be positive"));
  }
  if (averageUtilization !== undefined && averageUtilization < 1) {
    const words = "must be greater than 0";
    errors.push(fieldError.invalid(`${path}.averageUtilization`, averageUtilization, words));
  }
  return errors;
}

const LONGEST_WINDOW_SECONDS = 3_600;
const LONGEST_PERIOD_SECONDS = 1_800;

function rulesErrors(rules: ScalingRules | undefined, path: string): string[] {
  if (rules === undefined) return [];
  if (rules.tolerance !== undefined) throw new NotSimulated(`HorizontalPodAutoscaler ${path}.tolerance`);
  const { stabilizationWindowSeconds: window = 0, selectPolicy, policies } = rules;
  const errors: string[] = [];
  if (window < 0) {
    const words = "must be greater than or equal to zero";
    errors.push(fieldError.invalid(`${path}.stabilizationWindowSeconds`, window, words));
  }
  if (window > LONGEST_WINDOW_SECONDS) {
    const words = `must be less than or equal to ${LONGEST_WINDOW_SECONDS}`;
    errors.push(fieldError.invalid(`${path}.stabilizationWindowSeconds`, window, words));
  }
  if (!["Disabled", "Max", "Min"].includes(selectPolicy)) {
    errors.push(fieldError.notSupported(`${path}.selectPolicy`, selectPolicy, ["Disabled", "Max", "Min"]));
  }
  if (policies.length === 0) {
    errors.push(fieldError.required(`${path}.policies`, "must specify at least one Policy"));
  }
  return [
    ...errors,
    ...policies.flatMap((policy, index) => policyErrors(policy, `${path}.policies[${index}]`)),
  ];
}

function policyErrors(
  { type, value = 0, periodSeconds = 0 }: Draft<ScalingRules["policies"][number]>,
  path: string,
): string[] {
  const errors: string[] = [];
  if (type !== "Pods" && type !== "Percent") {
    errors.push(fieldError.notSupported(`${path}.type`, type ?? "", ["Percent", "Pods"]));
  }
  if (value <= 0) errors.push(fieldError.invalid(`${path}.value`, value, "must be greater than zero"));
  if (periodSeconds <= 0) {
    errors.push(fieldError.invalid(`${path}.periodSeconds`, periodSeconds, "must be greater than zero"));
  }
  if (periodSeconds > LONGEST_PERIOD_SECONDS) {
    const words = `must be less than or equal to ${LONGEST_PERIOD_SECONDS}`;
    errors.push(fieldError.invalid(`${path}.periodSeconds`, periodSeconds, words));
  }
  return errors;
}
