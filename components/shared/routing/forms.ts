import type { Form } from "../forms.ts";

/**
 * Forms of what routes are made of.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html
 */
export const ROUTE_FORMS = {
  app: [
    /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/,
    "1 to 40 lower-case letters, digits and hyphens, with no hyphen at either end",
  ],
  host: [
    /^(?=.{1,128}$)[A-Za-z0-9.*?-]*\.[A-Za-z]+$/,
    "up to 128 letters, digits, hyphens, dots and wildcards, with a dot and only letters after the last one",
  ],
  exact: [
    /^(?=.{1,128}$)\/[\w.$/~"'@:+&-]*$/,
    `a path of up to 128 characters that begins with /, of letters, digits and any of _ - . $ / ~ " ' @ : + &; wildcards go into a pattern`,
  ],
  prefix: [
    /^(?=.{1,126}$)\/[\w.$/~"'@:+&-]*$/,
    `a path of up to 126 characters that begins with /, of letters, digits and any of _ - . $ / ~ " ' @ : + &; wildcards go into a pattern`,
  ],
  pattern: [
    /^(?=.{1,128}$)[/*?][\w.$/~"'@:+&*?-]*$/,
    `up to 128 characters that begin with / or a wildcard, letters, digits and any of _ - . $ / ~ " ' @ : + & * ?`,
  ],
  headerName: [
    /^[\w!#$%&'*+.^`|~-]{1,40}$/,
    "the name of a header: up to 40 letters, digits and any of ! # $ % & ' * + - . ^ _ ` | ~",
  ],
  headerValue: [/^[ -~]{1,128}$/, "1 to 128 printable ASCII characters"],
  query: [
    /^[\w.$/~"'@:+&()!,;=*?\\-]{1,128}$/,
    `1 to 128 letters, digits and any of _ - . $ / ~ " ' @ : + & ( ) ! , ; = * ?, with a backslash before a * or ? that stands for itself`,
  ],
  method: [/^[A-Z_-]{1,40}$/, "up to 40 upper-case letters, hyphens and underscores"],
  rewrittenPath: [
    /^\/[\w.~/@:+&,%!'-]{0,999}$/,
    "a path of up to 1,000 characters that begins with /, of letters, digits and any of _ - . ~ / @ : + & , % ! '",
  ],
  rewrittenHost: [
    /^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/,
    "up to 253 letters, digits, hyphens and dots, the first and the last a letter or digit",
  ],
} as const satisfies Readonly<Record<string, Form>>;

/**
 * Forms of the parts of a redirect, in which words such as `#{host}` may stand.
 *
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions
 */
export const REDIRECT_FORMS = {
  host: [
    /^(?=.{1,128}$)([A-Za-z0-9.-]|#\{host\})+$/,
    "up to 128 letters, digits, hyphens and dots, of which #{host} can be a part",
  ],
  path: [
    /^(?=.{1,128}$)\/([^\s?#]|#\{(host|port|path)\})*$/,
    "a path of up to 128 characters that begins with /, of which #{host}, #{port} and #{path} can be parts",
  ],
  query: [
    /^(?=.{0,128}$)(?!\?)([^\s#]|#\{(protocol|host|port|path|query)\})*$/,
    "up to 128 characters without a leading ?, of which #{protocol}, #{host}, #{port}, #{path} and #{query} can be parts",
  ],
} as const satisfies Readonly<Record<string, Form>>;
