import { selects } from "../../label-selector.ts";
import type { DaemonSet, Deployment, LabelSelector, PodTemplate, ReplicaSet } from "../../objects.ts";
import type { KubeObject } from "../../types.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";
import { setPodSpecDefaults } from "./pod-defaults.ts";
import { podTemplateErrors } from "./pod-validation.ts";

/** What kinds that run pods from `spec.template` have in common. */
interface Workload extends KubeObject {
  readonly spec: {
    readonly selector?: LabelSelector;
    readonly template?: PodTemplate;
    readonly replicas?: number;
  };
}

const workloadStrategy = {
  setDefaults({ spec }) {
    if (spec.template === undefined) return;
    spec.template.spec ??= {};
    setPodSpecDefaults(spec.template.spec);
  },
  prepare(object, _context, old) {
    if (old === undefined) object["status"] = {};
  },
  validate(object, _context, old) {
    return [...workloadErrors(object.spec), ...selectorChange(object, old)];
  },
} satisfies Strategy<Workload>;

function workloadErrors({ selector, template, replicas }: Workload["spec"]): string[] {
  const errors: string[] = [];
  if (replicas !== undefined && replicas < 0) {
    errors.push(fieldError.invalid("spec.replicas", replicas, "must be greater than or equal to 0"));
  }
  if (selector === undefined) errors.push(fieldError.required("spec.selector"));
  if (template === undefined) return [...errors, fieldError.required("spec.template")];
  const labels = template.metadata?.labels ?? {};
  if (selector !== undefined && !selects(selector, labels)) {
    errors.push(
      fieldError.invalid(
        "spec.template.metadata.labels",
        labels,
        "`selector` does not match template `labels`",
      ),
    );
  }
  errors.push(...podTemplateErrors(template, "spec.template"));
  if (template.spec.restartPolicy !== "Always") {
    errors.push(
      fieldError.notSupported("spec.template.spec.restartPolicy", template.spec.restartPolicy, ["Always"]),
    );
  }
  return errors;
}

function selectorChange({ spec }: Workload, old: Workload | undefined): string[] {
  if (old === undefined || equal(spec.selector, old.spec.selector)) return [];
  return [fieldError.immutable("spec.selector", spec.selector)];
}

/** apps/v1 Deployment */
export const deploymentStrategy: Strategy<Deployment> = {
  ...workloadStrategy,
  setDefaults(object) {
    const { spec } = object;
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    spec.strategy ??= {};
    spec.strategy.type ??= "RollingUpdate";
    if (spec.strategy.type === "RollingUpdate") {
      spec.strategy.rollingUpdate = {
        maxSurge: "25%",
        maxUnavailable: "25%",
        ...spec.strategy.rollingUpdate,
      };
    }
    workloadStrategy.setDefaults(object);
  },
};

/** apps/v1 ReplicaSet */
export const replicaSetStrategy: Strategy<ReplicaSet> = {
  ...workloadStrategy,
  setDefaults(object) {
    const { spec } = object;
    spec.replicas ??= 1;
    workloadStrategy.setDefaults(object);
  },
};

/** apps/v1 DaemonSet */
export const daemonSetStrategy: Strategy<DaemonSet> = {
  ...workloadStrategy,
  setDefaults(object) {
    const { spec } = object;
    spec.revisionHistoryLimit ??= 10;
    spec.updateStrategy ??= {};
    spec.updateStrategy.type ??= "RollingUpdate";
    if (spec.updateStrategy.type === "RollingUpdate") {
      spec.updateStrategy.rollingUpdate = {
        maxSurge: 0,
        maxUnavailable: 1,
        ...spec.updateStrategy.rollingUpdate,
      };
    }
    workloadStrategy.setDefaults(object);
  },
};
