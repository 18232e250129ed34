/** Resource options of a remote component, as the component's plugin takes them from the engine. */
import type providerproto from "@pulumi/pulumi/proto/provider_pb.js";
import resproto from "@pulumi/pulumi/proto/resource_pb.js";
import { refuseOptions } from "../refused-options.ts";

/**
 * Registers the component with the options that the plugins of awsx and eks hand on, in their SDK's `construct`
 * (sdk/nodejs/provider/server.ts of pulumi/pulumi). The engine lets children inherit `protect`, `retainOnDelete` and
 * `deletedWith`; the others are of the component alone.
 *
 * @throws NotSimulated for options that a plugin drops, or that no simulated cloud knows.
 */
export function passOptionsOn(
  construct: providerproto.ConstructRequest,
  request: resproto.RegisterResourceRequest,
): void {
  refuseOtherOptions(construct);
  if (construct.hasProtect()) request.setProtect(construct.getProtect() ?? false);
  if (construct.hasRetainondelete()) request.setRetainondelete(construct.getRetainondelete() ?? false);
  request.setDeletedwith(construct.getDeletedwith());
  request.setIgnorechangesList(construct.getIgnorechangesList());
  request.setReplaceonchangesList(construct.getReplaceonchangesList());
  request.setCustomtimeouts(customTimeouts(construct.getCustomtimeouts()));
  request.setDependenciesList(construct.getDependenciesList());
  request.setAliasesList(construct.getAliasesList());
}

function customTimeouts(
  given: providerproto.ConstructRequest.CustomTimeouts | undefined,
): resproto.RegisterResourceRequest.CustomTimeouts | undefined {
  if (given === undefined) return undefined;
  const timeouts = new resproto.RegisterResourceRequest.CustomTimeouts();
  timeouts.setCreate(given.getCreate());
  timeouts.setUpdate(given.getUpdate());
  timeouts.setDelete(given.getDelete());
  return timeouts;
}

function refuseOtherOptions(construct: providerproto.ConstructRequest): void {
  const dropped = {
    additionalSecretOutputs: construct.getAdditionalsecretoutputsList().length > 0,
    deleteBeforeReplace: construct.hasDeletebeforereplace(),
  };
  refuseOptions(construct, construct.getResourceHooks(), dropped, ` on ${construct.getType()}`);
}
