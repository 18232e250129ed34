import type { ControllerFactory } from "./control-plane.ts";
import { CustomResourceCleanup } from "./custom-resources.ts";
import { DaemonSetController } from "./daemon-set.ts";
import { DeploymentController } from "./deployment.ts";
import { DisruptionController } from "./disruption.ts";
import { EndpointSliceController } from "./endpoint-slice.ts";
import { GarbageCollector } from "./garbage-collector.ts";
import { NamespaceController } from "./namespace.ts";
import { NodeLifecycleController } from "./node-lifecycle.ts";
import { ReplicaSetController } from "./replica-set.ts";
import { Scheduler } from "./scheduler.ts";
import { ServiceAccountController } from "./service-account.ts";

/** The control loops that run in every cluster. */
export const clusterControllers: readonly ControllerFactory[] = [
  (controlPlane) => new NamespaceController(controlPlane),
  (controlPlane) => new ServiceAccountController(controlPlane),
  (controlPlane) => new GarbageCollector(controlPlane),
  (controlPlane) => new CustomResourceCleanup(controlPlane),
  (controlPlane) => new DeploymentController(controlPlane),
  (controlPlane) => new ReplicaSetController(controlPlane),
  (controlPlane) => new DaemonSetController(controlPlane),
  (controlPlane) => new NodeLifecycleController(controlPlane),
  (controlPlane) => new Scheduler(controlPlane),
  (controlPlane) => new EndpointSliceController(controlPlane),
  (controlPlane) => new DisruptionController(controlPlane),
];
