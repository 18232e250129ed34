import { loadStackConfig } from "./config/config.ts";
import { deployMember } from "./member.ts";
import type { StackOutputs } from "./outputs.ts";
import { deployPrimary } from "./primary.ts";

/**
 * Builds the stack that its configuration describes.
 *
 * @throws ConfigError with everything that is wrong with the configuration, before anything is created.
 */
export function deployStack(): StackOutputs {
  const config = loadStackConfig();
  switch (config.role) {
    case "primary":
      return deployPrimary(config);
    case "member":
      return deployMember(config);
  }
}
