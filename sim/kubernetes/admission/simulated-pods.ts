import { NotSimulated } from "../../core/errors.ts";
import type { AdmissionPlugin } from "../api/admission-chain.ts";
import { preStopMs } from "../kubelet/termination.ts";
import type { Container, Deployment, Pod, PodSpec } from "../objects.ts";
import type { AdmissionRequest } from "../types.ts";

/** Volumes that the simulated kubelets can set up. */
const volumeTypes = ["configMap", "downwardAPI", "emptyDir", "hostPath", "projected", "secret"];

/**
 * Refuses, when they are written, pods and templates that the simulated kubelets cannot run: an error at once, not a
 * container that hangs.
 */
export class SimulatedPods implements AdmissionPlugin {
  /** @throws NotSimulated */
  validate({ operation, object }: AdmissionRequest): void {
    if (operation === "DELETE") return;
    if (object.kind === "Pod") this.#check((object as Pod).spec);
    else if (["Deployment", "ReplicaSet", "DaemonSet"].includes(object.kind)) {
      this.#check((object as Deployment).spec.template.spec);
    }
  }

  #check(spec: PodSpec): void {
    if ((spec.initContainers ?? []).length > 0) throw new NotSimulated("init containers");
    for (const volume of spec.volumes ?? []) {
      const type = Object.keys(volume).find((field) => field !== "name");
      if (type !== undefined && !volumeTypes.includes(type)) throw new NotSimulated(`volume of type ${type}`);
    }
    for (const container of spec.containers) this.#checkContainer(container);
  }

  #checkContainer(container: Container): void {
    preStopMs(container);
    if (container.lifecycle?.postStart !== undefined) throw new NotSimulated("postStart hooks");
    for (const probe of ["livenessProbe", "readinessProbe", "startupProbe"] as const) {
      const { exec, grpc } = container[probe] ?? {};
      if (exec !== undefined) throw new NotSimulated(`${probe} that runs a command`);
      if (grpc !== undefined) throw new NotSimulated(`${probe} over gRPC`);
    }
  }
}
