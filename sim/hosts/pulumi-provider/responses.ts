/** Builds the messages that several answers share. */
import providerproto from "@pulumi/pulumi/proto/provider_pb.js";

export function checkFailure(property: string, reason: string): providerproto.CheckFailure {
  const failure = new providerproto.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

export function diffResponse(
  changed: readonly string[],
  replace: readonly string[],
  deleteBeforeReplace: boolean,
): providerproto.DiffResponse {
  const { DIFF_SOME, DIFF_NONE } = providerproto.DiffResponse.DiffChanges;
  const response = new providerproto.DiffResponse();
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE);
  response.setDiffsList([...changed]);
  response.setReplacesList([...replace]);
  response.setDeletebeforereplace(deleteBeforeReplace);
  return response;
}
