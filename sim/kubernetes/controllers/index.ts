import type { ClusterControllerClass } from "./cluster-controller.ts";
import { CloudServiceController } from "./cloud-service.ts";
import { CustomResourceCleanup } from "./custom-resources.ts";
import { DaemonSetController } from "./daemon-set.ts";
import { DeploymentController } from "./deployment.ts";
import { DisruptionController } from "./disruption.ts";
import { EndpointsController } from "./endpoints.ts";
import { EndpointSliceController } from "./endpoint-slice.ts";
import { GarbageCollector } from "./garbage-collector.ts";
import { HorizontalPodAutoscalerController } from "./horizontal-pod-autoscaler/controller.ts";
import { NamespaceController } from "./namespace.ts";
import { NodeLifecycleController } from "./node-lifecycle.ts";
import { PodGarbageCollector } from "./pod-garbage-collector.ts";
import { ReplicaSetController } from "./replica-set.ts";
import { Scheduler } from "./scheduler.ts";
import { ServiceAccountController } from "./service-account.ts";

/** The control loops that run in every cluster. */
export const clusterControllers: readonly ClusterControllerClass[] = [
  NamespaceController,
  ServiceAccountController,
  GarbageCollector,
  CustomResourceCleanup,
  DeploymentController,
  ReplicaSetController,
  DaemonSetController,
  NodeLifecycleController,
  PodGarbageCollector,
  Scheduler,
  EndpointSliceController,
  CloudServiceController,
  EndpointsController,
  DisruptionController,
  HorizontalPodAutoscalerController,
];
