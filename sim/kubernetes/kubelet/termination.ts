import { NotSimulated } from "../../core/errors.ts";
import type { Container } from "../objects.ts";

/**
 * How long a container's preStop hook takes, in milliseconds. The only command that is known is `sleep`.
 *
 * @throws NotSimulated
 */
export function preStopMs(container: Container): number {
  const { preStop } = container.lifecycle ?? {};
  if (preStop === undefined || preStop.httpGet !== undefined) return 0;
  if (preStop.sleep !== undefined) return preStop.sleep.seconds * 1000;
  const command = (preStop.exec?.command ?? []).join(" ");
  const seconds = /^(?:(?:\/bin\/)?(?:ba|a)?sh -c )?(?:\/bin\/)?sleep (\d+(?:\.\d+)?)s?$/.exec(command)?.[1];
  if (seconds === undefined) throw new NotSimulated(`preStop command ${command}`);
  return Number(seconds) * 1000;
}
