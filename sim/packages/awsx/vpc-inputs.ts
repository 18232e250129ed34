import { z } from "zod";
import { NotSimulated } from "../../core/errors.ts";
import type { Properties } from "../../core/resource-type.ts";
import { refuseUnknownInputs } from "../component-inputs.ts";

const COMPONENT = "awsx:ec2:Vpc";

const subnetSpec = z.strictObject({
  cidrBlocks: z.array(z.string()).optional(),
  cidrMask: z.int().min(0).max(32).optional(),
  name: z.string().optional(),
  /** May hold values that are not known yet. */
  tags: z.unknown().optional(),
  type: z.enum(["Public", "Private", "Isolated", "Unused"]),
});

/** One kind of subnet that each zone has. */
export type SubnetSpec = z.output<typeof subnetSpec>;

/**
 * The inputs that decide which resources there are: plain values in the component's schema. All others are only
 * passed on, and may be unknown yet.
 */
const shape = z.object({
  availabilityZoneCidrMask: z.int().optional(),
  availabilityZoneNames: z.array(z.string()).optional(),
  cidrBlock: z.string().default("10.0.0.0/16"),
  natGateways: z
    .strictObject({ strategy: z.enum(["None", "Single", "OnePerAz"]).default("OnePerAz") })
    .default({ strategy: "OnePerAz" }),
  numberOfAvailabilityZones: z.int().positive().optional(),
  subnetSpecs: z.array(subnetSpec).optional(),
  subnetStrategy: z.enum(["Legacy", "Auto", "AutoMerge", "Exact"]).default("Legacy"),
});

/** Inputs of the inner `aws:ec2/vpc:Vpc` that are passed on as they are. */
const passedOn = [
  "enableDnsHostnames",
  "enableDnsSupport",
  "enableNetworkAddressUsageMetrics",
  "instanceTenancy",
  "region",
] as const;

/** The inputs, with defaults in place. */
export interface VpcInputs extends z.output<typeof shape> {
  readonly passedOn: Properties;
  readonly tags: unknown;
}

/**
 * Checks the inputs as the component does.
 *
 * @throws Error in the component's words for inputs that it refuses; NotSimulated for those beyond the simulation.
 */
export function readVpcInputs(properties: Properties): VpcInputs {
  const { vpcEndpointSpecs, ...inputs } = properties;
  if (Array.isArray(vpcEndpointSpecs) && vpcEndpointSpecs.length > 0) {
    throw new NotSimulated(`${COMPONENT} input vpcEndpointSpecs`);
  }
  refuseUnknownInputs(COMPONENT, inputs, [...Object.keys(shape.shape), ...passedOn, "tags"]);
  const read = readShape(inputs);
  if (read.availabilityZoneNames !== undefined && read.numberOfAvailabilityZones !== undefined) {
    throw new Error("Only one of [availabilityZoneNames] and [numberOfAvailabilityZones] can be specified");
  }
  if (read.subnetStrategy !== "Auto") {
    throw new NotSimulated(`${COMPONENT} subnetStrategy ${read.subnetStrategy}`, "use Auto");
  }
  const { tags } = inputs;
  return {
    ...read,
    passedOn: Object.fromEntries(passedOn.map((input) => [input, inputs[input]])),
    tags: tags ?? {},
  };
}

/** @throws NotSimulated for a part of an input that is not looked at. */
function readShape(inputs: Properties): z.output<typeof shape> {
  const { data, error } = shape.safeParse(inputs);
  if (data !== undefined) return data;
  for (const issue of error.issues) {
    if (issue.code !== "unrecognized_keys") continue;
    throw new NotSimulated(`${COMPONENT} input ${[...issue.path, issue.keys[0]].join(".")}`);
  }
  throw error;
}
