import type { SimulatedImage } from "../image.ts";
import type { Container, Pod } from "../objects.ts";
import { describePod } from "./node-runtime.ts";

/** A container cannot be made from its configuration, in the kubelet's words: CreateContainerConfigError. */
export class ConfigError extends Error {}

/**
 * Keeps a container that must not run as root from doing so.
 * https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
 *
 * @throws ConfigError
 */
export function checkUser(pod: Pod, container: Container, image: SimulatedImage): void {
  const nonRoot = container.securityContext?.runAsNonRoot ?? pod.spec.securityContext?.runAsNonRoot;
  if (nonRoot !== true) return;
  const where = `(pod: ${JSON.stringify(describePod(pod))}, container: ${container.name})`;
  const user = container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
  if (user === 0) throw new ConfigError(`container's runAsUser breaks non-root policy ${where}`);
  if (user !== undefined) return;
  if (typeof image.user === "string") {
    throw new ConfigError(
      `container has runAsNonRoot and image has non-numeric user (${image.user}), cannot verify user is non-root ${where}`,
    );
  }
  if (image.user === 0) {
    throw new ConfigError(`container has runAsNonRoot and image will run as root ${where}`);
  }
}
