/** Resource options that a host does not know. */
import { NotSimulated } from "../core/errors.ts";

/** What requests of the engine and of the SDK have in common. */
interface OptionsRequest {
  getReplaceWithList(): readonly string[];
  hasReplacementTrigger(): boolean;
}

interface Hooks {
  toObject(): Readonly<Record<string, readonly string[]>>;
}

/**
 * Refuses the options that no host knows, and others.
 *
 * @param others which are given, by name.
 * @param where follows the option in the message: ` on awsx:ec2:Vpc`.
 * @throws NotSimulated for the first one, by name.
 */
export function refuseOptions(
  request: OptionsRequest,
  hooks: Hooks | undefined,
  others: Readonly<Record<string, boolean>>,
  where = "",
): void {
  const given = {
    ...others,
    hooks: Object.values(hooks?.toObject() ?? {}).some((names) => names.length > 0),
    replaceWith: request.getReplaceWithList().length > 0,
    replacementTrigger: request.hasReplacementTrigger(),
  };
  const [option] = Object.entries(given).find(([, isGiven]) => isGiven) ?? [];
  if (option !== undefined) throw new NotSimulated(`the resource option ${option}${where}`);
}
