import type { Pod } from "../../objects.ts";
import { equal } from "../plain.ts";
import { fieldError } from "../status-errors.ts";
import type { Strategy } from "../strategy.ts";
import { setPodSpecDefaults } from "./pod-defaults.ts";
import { podSpecErrors } from "./pod-validation.ts";

/** core/v1 Pod: after creation, of its spec only images, tolerations and the binding to a node may change. */
export const podStrategy: Strategy<Pod> = {
  setDefaults(object) {
    setPodSpecDefaults(object.spec);
    object.spec.enableServiceLinks ??= true;
  },
  prepare(object, _context, old) {
    if (old === undefined) object.status = { phase: "Pending", qosClass: qosClass(object as Pod) };
  },
  validate(pod, _context, old) {
    const errors = podSpecErrors(pod.spec, "spec");
    if (old === undefined || errors.length > 0) return errors;
    return equal(immutablePart(old), immutablePart(pod)) ? [] : [fieldError.forbidden("spec", UPDATE_WORDS)];
  },
};

const UPDATE_WORDS =
  "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`," +
  "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations)," +
  "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)";

function immutablePart(pod: Pod): object {
  const { tolerations: _tolerations, ...spec } = pod.spec;
  return { ...spec, containers: (spec.containers ?? []).map(({ image: _image, ...container }) => container) };
}

/** https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ */
function qosClass(pod: Pod): string {
  const resources = (pod.spec.containers ?? []).map((container) => container.resources ?? {});
  const given = resources.flatMap(({ requests = {}, limits = {} }) =>
    Object.keys({ ...requests, ...limits }),
  );
  if (given.length === 0) return "BestEffort";
  const guaranteed = resources.every(({ requests = {}, limits = {} }) =>
    ["cpu", "memory"].every((name) => limits[name] !== undefined && requests[name] === limits[name]),
  );
  return guaranteed ? "Guaranteed" : "Burstable";
}
