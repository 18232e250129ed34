import { selects } from "../../label-selector.ts";
import type { LabelSelector, PodTemplate } from "../../objects.ts";
import type { KubeObject } from "../../types.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";
import { setPodSpecDefaults } from "./pod-defaults.ts";
import { podTemplateErrors } from "./pod-validation.ts";

/** Strategy of a kind that runs pods from `spec.template`. */
function workload(setKindDefaults: (spec: KubeObject["spec"]) => void): Strategy {
  return {
    setDefaults(object) {
      const { spec } = object;
      setKindDefaults(spec);
      if (spec.template === undefined) return;
      spec.template.spec ??= {};
      setPodSpecDefaults(spec.template.spec);
    },
    prepare(object, _context, old) {
      if (old === undefined) object["status"] = {};
    },
    validate(object, _context, old) {
      return [...workloadErrors(object["spec"]), ...selectorChange(object, old)];
    },
  };
}

function workloadErrors(spec: {
  readonly selector?: LabelSelector;
  readonly template?: PodTemplate;
  readonly replicas?: number;
}): string[] {
  const { selector, template, replicas } = spec;
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

function selectorChange(object: KubeObject, old: KubeObject | undefined): string[] {
  const { selector } = object["spec"];
  if (old === undefined || equal(selector, old["spec"].selector)) return [];
  return [fieldError.immutable("spec.selector", selector)];
}

/** apps/v1 Deployment */
export const deploymentStrategy = workload((spec) => {
  spec.replicas ??= 1;
  spec.revisionHistoryLimit ??= 10;
  spec.progressDeadlineSeconds ??= 600;
  spec.strategy ??= {};
  spec.strategy.type ??= "RollingUpdate";
  if (spec.strategy.type === "RollingUpdate") {
    spec.strategy.rollingUpdate = { maxSurge: "25%", maxUnavailable: "25%", ...spec.strategy.rollingUpdate };
  }
});

/** apps/v1 ReplicaSet */
export const replicaSetStrategy = workload((spec) => {
  spec.replicas ??= 1;
});

/** apps/v1 DaemonSet */
export const daemonSetStrategy = workload((spec) => {
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
});
