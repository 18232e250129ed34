import type { Cloud } from "../../core/cloud.ts";
import { AwsError } from "../../core/errors.ts";
import { operation, type AuthorizationCheck } from "../../core/operation.ts";
import type { Tag } from "../tags.ts";
import { onEach, onNew } from "./authorization.ts";
import { describeInstance, type InstanceDescription } from "./instance-description.ts";
import { filtered, type Filter } from "./filters.ts";
import { startInstance, type StartRequest } from "./instance-start.ts";
import { launchTemplateData } from "./launch-template.ts";
import { interfacesOf } from "./network-interface-attachment.ts";
import type { Instance, InstanceStateName } from "./records.ts";
import { ec2State } from "./state.ts";
import { tagsFor, withTags } from "./tags.ts";

/** Rough times of small Linux instances on AWS; nothing here depends on them. */
const START_MS = 15_000;
const STOP_MS = 30_000;
/** A terminated instance stays visible for about an hour. */
const MEMORY_MS = 3_600_000;

/** Starts one instance, which is pending at first. */
export function addInstance(
  cloud: Cloud,
  request: StartRequest,
  tags: Tag[],
  id = cloud.ids.ec2("i"),
): Instance {
  const instance = startInstance(cloud, request, tags, id);
  changeLater(cloud, instance, START_MS);
  return instance;
}

/** Goes on with the changes that were under way when a world was saved. */
export function resumeInstances(cloud: Cloud): void {
  for (const instance of ec2State(cloud).instances.values()) {
    if (instance.NextChangeAt !== undefined)
      changeLater(cloud, instance, instance.NextChangeAt - cloud.clock.now());
  }
}

/** How many instances to start, and of what kind. */
export interface RunInstancesRequest extends StartRequest {
  readonly MinCount: number;
  readonly MaxCount: number;
}

/** What TerminateInstances answers for each instance. */
export interface InstanceStateChange {
  readonly InstanceId: string;
  readonly PreviousState: { readonly Name: InstanceStateName; readonly Code: number };
  readonly CurrentState: { readonly Name: InstanceStateName; readonly Code: number };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html */
const STATE_CODES: Readonly<Record<InstanceStateName, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html and its siblings. */
export const instanceOperations = {
  RunInstances: operation({
    authorize: mayRun,
    run: (
      cloud,
      request: RunInstancesRequest,
      caller,
    ): { ReservationId: string; Instances: InstanceDescription[] } => {
      const ReservationId = cloud.ids.ec2("r");
      const template =
        request.LaunchTemplate === undefined ? {} : launchTemplateData(cloud, request.LaunchTemplate);
      const tags = withTags(
        tagsFor(template.TagSpecifications, "instance"),
        tagsFor(request.TagSpecifications, "instance"),
        caller,
      );
      const started = startMany(cloud, { ...request, ReservationId }, tags);
      return { ReservationId, Instances: started.map((instance) => describe(cloud, instance)) };
    },
  }),

  DescribeInstances: operation({
    run: (
      cloud,
      request: {
        readonly InstanceIds?: readonly string[] | undefined;
        readonly Filters?: readonly Filter[] | undefined;
      },
    ): { Reservations: { ReservationId: string; OwnerId: string; Instances: InstanceDescription[] }[] } => {
      const instances = filtered("DescribeInstances", named(cloud, request.InstanceIds), request.Filters, {
        "instance-id": (instance) => [instance.InstanceId],
        "instance-type": (instance) => [instance.InstanceType],
        "instance-state-name": (instance) => [instance.State],
        "instance-state-code": (instance) => [String(STATE_CODES[instance.State])],
        "vpc-id": (instance) => [instance.VpcId],
        "subnet-id": (instance) => [instance.SubnetId],
        "availability-zone": (instance) => [instance.AvailabilityZone],
        "key-name": (instance) => [instance.KeyName],
        "private-ip-address": ({ InstanceId }) => [interfacesOf(cloud, InstanceId)[0]?.PrivateIpAddress],
        "private-dns-name": ({ InstanceId }) => [interfacesOf(cloud, InstanceId)[0]?.PrivateDnsName],
        "instance.group-id": ({ InstanceId }) =>
          (interfacesOf(cloud, InstanceId)[0]?.Groups ?? []).map(({ GroupId }) => GroupId),
      });
      const reservations = Map.groupBy(instances, ({ ReservationId }) => ReservationId);
      return {
        Reservations: [...reservations].map(([ReservationId, members]) => ({
          ReservationId,
          OwnerId: cloud.accountId,
          Instances: members.map((instance) => describe(cloud, instance)),
        })),
      };
    },
  }),

  TerminateInstances: operation({
    authorize: (cloud, request: { readonly InstanceIds: readonly string[] }) =>
      onEach(cloud, "TerminateInstances", request.InstanceIds),
    run: (cloud, { InstanceIds }): { TerminatingInstances: InstanceStateChange[] } => ({
      TerminatingInstances: named(cloud, InstanceIds).map((instance) => {
        const PreviousState = state(instance.State);
        if (instance.State === "pending" || instance.State === "running") {
          instance.State = "shutting-down";
          changeLater(cloud, instance, STOP_MS);
        }
        return { InstanceId: instance.InstanceId, PreviousState, CurrentState: state(instance.State) };
      }),
    }),
  }),
};

function describe(cloud: Cloud, instance: Instance): InstanceDescription {
  return describeInstance(cloud, instance, state(instance.State));
}

function state(name: InstanceStateName): { Name: InstanceStateName; Code: number } {
  return { Name: name, Code: STATE_CODES[name] };
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html, RunInstances */
function mayRun(cloud: Cloud, request: RunInstancesRequest): AuthorizationCheck[] {
  const specification = request.LaunchTemplate?.LaunchTemplateId;
  const subnets = request.NetworkInterfaces?.map(({ SubnetId }) => SubnetId) ?? [];
  return [
    ...onNew(cloud, "RunInstances", "instance", request.TagSpecifications, {
      ...(request.InstanceType === undefined ? {} : { "ec2:InstanceType": request.InstanceType }),
    }),
    ...onNew(cloud, "RunInstances", "network-interface", request.TagSpecifications),
    ...onNew(cloud, "RunInstances", "volume", request.TagSpecifications),
    ...onEach(cloud, "RunInstances", [
      specification,
      request.SubnetId,
      ...subnets,
      ...(request.SecurityGroupIds ?? []),
    ]),
  ];
}

/** Starts as many instances as there is room for, but at least `MinCount`. @throws AwsError; nothing is made then. */
function startMany(cloud: Cloud, request: RunInstancesRequest, tags: Tag[]): Instance[] {
  const started: Instance[] = [];
  try {
    while (started.length < request.MaxCount) started.push(addInstance(cloud, request, tags));
  } catch (error) {
    if (started.length >= request.MinCount) return started;
    for (const instance of started) {
      releaseInterfaces(cloud, instance);
      ec2State(cloud).instances.delete(instance.InstanceId);
    }
    throw error;
  }
  return started;
}

/** @throws AwsError InvalidInstanceID.NotFound that names every missing id. */
function named(cloud: Cloud, ids: readonly string[] | undefined): Instance[] {
  if (ids === undefined) return ec2State(cloud).instances.values();
  const missing = ids.filter((id) => !ec2State(cloud).instances.has(id));
  if (missing.length > 1) {
    throw new AwsError("InvalidInstanceID.NotFound", `The instance IDs '${missing.join(", ")}' do not exist`);
  }
  return ids.map((id) => ec2State(cloud).instances.get(id));
}

function changeLater(cloud: Cloud, instance: Instance, delayMs: number): void {
  const at = cloud.clock.now() + Math.max(0, delayMs);
  instance.NextChangeAt = at;
  cloud.clock.schedule(delayMs, () => {
    // A later request may have changed the plan, or the instance may never have started.
    const isThere = ec2State(cloud).instances.find(instance.InstanceId) === instance;
    if (isThere && instance.NextChangeAt === at) change(cloud, instance);
  });
}

function change(cloud: Cloud, instance: Instance): void {
  delete instance.NextChangeAt;
  switch (instance.State) {
    case "pending":
      instance.State = "running";
      return;
    case "shutting-down":
      instance.State = "terminated";
      releaseInterfaces(cloud, instance);
      changeLater(cloud, instance, MEMORY_MS);
      return;
    case "terminated":
      ec2State(cloud).instances.delete(instance.InstanceId);
  }
}

/** Interfaces that were made with the instance go with it; others, as the VPC CNI's, stay behind detached. */
function releaseInterfaces(cloud: Cloud, { InstanceId }: Instance): void {
  for (const eni of interfacesOf(cloud, InstanceId)) {
    if (eni.Attachment?.DeleteOnTermination) ec2State(cloud).networkInterfaces.delete(eni.NetworkInterfaceId);
    else delete eni.Attachment;
  }
}
