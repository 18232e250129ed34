import { UserError } from "../project/errors.ts";
import type { ControlRequest } from "./control-server.ts";
import { requireRunning } from "./running-cloud.ts";

/** Sends a control request to the cloud that serves a world. @throws UserError with what the cloud refuses. */
export async function control(world: string, request: ControlRequest): Promise<unknown> {
  const { controlUrl, token } = requireRunning(world);
  const response = await fetch(controlUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(request),
  }).catch(() => {
    throw new UserError(
      `the cloud that served ${world} does not answer; it has just stopped or crashed. Start it with: npm run cloud`,
    );
  });
  const answer = (await response.json()) as { result?: unknown; error?: string };
  if (!response.ok) throw new UserError(answer.error ?? `the cloud answered ${response.status}`);
  return answer.result;
}
