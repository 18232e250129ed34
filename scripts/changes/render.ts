import { pathOf, type Change, type Effect, type Steps } from "./change.ts";

/** One line for a change: `app.replicas: 4`. */
export function describeChange(change: Change): string {
  return `${change.field} ${describeValue(change).replaceAll("`", "")}`;
}

/** What becomes of the fields of a configuration key on a living fleet, as a list; undefined if there is none. */
export function changesList(key: string, changes: readonly Change[]): string | undefined {
  const rows = changes
    .filter(({ field }) => field.split(/[.[]/)[0] === key)
    .map(
      (change) =>
        `- \`${change.field}\` ${describeValue(change)} - ${escaped(describeEffect(change.effect))}`,
    );
  return rows.length === 0 ? undefined : rows.join("\n");
}

function describeValue(change: Change): string {
  const { value, before = {}, words, of, fleet } = change;
  const was = before[pathOf(change)];
  return [
    ...(was === undefined ? [] : [`from ${code(was)}`]),
    `to ${words ?? (value === undefined ? "nothing" : code(value))}`,
    ...(of === "member" ? ["in a member"] : []),
    ...(fleet === "edge" ? ["of an edge"] : []),
  ].join(" ");
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``;
}

/** Text that Markdown shows as it stands. */
function escaped(text: string): string {
  return text.replaceAll(/[<>*_[\]\\]/g, "\\$&");
}

/** What a change does, in words. */
function describeEffect({ refused, failed = [], others = {}, notices = [], ...steps }: Effect): string {
  if (refused !== undefined) return `refused: ${withoutHeading(refused)}`;
  const parts = [
    ...failed.map((message) => `fails: ${message}`),
    describeSteps(steps),
    ...Object.entries(others).map(([stack, effect]) => `then ${stack} follows: ${describeSteps(effect)}`),
    ...notices,
  ];
  return parts.join(". ");
}

function describeSteps({ creates, updates, replaces, deletes }: Steps): string {
  const parts = Object.entries({ "in place": updates, new: creates, replaced: replaces, gone: deletes })
    .filter(([, types]) => types !== undefined)
    .map(([what, types]) => `${what} ${types!.join(", ")}`);
  return parts.length === 0 ? "nothing" : parts.join("; ");
}

/** The problems of a message without the line that says whose they are, on one line. */
function withoutHeading(message: string): string {
  return message.replace(/^the configuration of stack [^\n]*\n {2}- /, "").replaceAll(/\n {2}- /g, "; ");
}
