/** The directives of nginx that are modelled, and those that are known but not. */
import { NotSimulated } from "../../core/errors.ts";
import { NginxConfigError, type Directive } from "./config-syntax.ts";

export type Context = "main" | "http" | "server" | "location";

interface Rule {
  readonly contexts: readonly Context[];
  /** Least and most arguments. */
  readonly args: readonly [least: number, most: number];
  readonly block?: true;
}

const everywhere: readonly Context[] = ["http", "server", "location"];

/** Directives with effect here, and directives about logs, connections and compression, which have none. */
const rules: Readonly<Record<string, Rule>> = {
  server: { contexts: ["http"], args: [0, 0], block: true },
  location: { contexts: ["server", "location"], args: [1, 2], block: true },
  listen: { contexts: ["server"], args: [1, Infinity] },
  server_name: { contexts: ["server"], args: [1, Infinity] },
  root: { contexts: everywhere, args: [1, 1] },
  alias: { contexts: ["location"], args: [1, 1] },
  index: { contexts: everywhere, args: [1, Infinity] },
  try_files: { contexts: ["server", "location"], args: [2, Infinity] },
  return: { contexts: ["server", "location"], args: [1, 2] },
  error_page: { contexts: everywhere, args: [2, Infinity] },
  add_header: { contexts: everywhere, args: [2, 3] },
  default_type: { contexts: everywhere, args: [1, 1] },
  server_tokens: { contexts: everywhere, args: [1, 1] },
  charset: { contexts: everywhere, args: [1, 1] },
  access_log: { contexts: everywhere, args: [1, Infinity] },
  error_log: { contexts: ["main", ...everywhere], args: [1, Infinity] },
  log_format: { contexts: ["http"], args: [2, Infinity] },
  sendfile: { contexts: everywhere, args: [1, 1] },
  tcp_nopush: { contexts: everywhere, args: [1, 1] },
  tcp_nodelay: { contexts: everywhere, args: [1, 1] },
  keepalive_timeout: { contexts: everywhere, args: [1, 2] },
  client_max_body_size: { contexts: everywhere, args: [1, 1] },
  gzip: { contexts: everywhere, args: [1, 1] },
  etag: { contexts: everywhere, args: [1, 1] },
  internal: { contexts: ["location"], args: [0, 0] },
};

/** Directives that nginx knows and the simulation does not; all others are unknown to nginx as well. */
const notSimulated =
  /^(allow|auth_basic|auth_basic_user_file|auth_request|autoindex|deny|expires|fastcgi_\w+|geo|gunzip|gzip_\w+|if|if_modified_since|include|limit_\w+|map|open_file_cache|proxy_\w+|real_ip_header|resolver|rewrite|satisfy|set|set_real_ip_from|split_clients|ssl_\w+|stub_status|sub_filter|sub_filter_\w+|types|upstream|uwsgi_\w+)$/;

/**
 * Checks where a directive stands and how it is written.
 *
 * @throws NginxConfigError in nginx's words; NotSimulated.
 */
export function checkDirective({ name, args, block, file, line }: Directive, context: Context): void {
  const rule = rules[name];
  if (rule === undefined) {
    if (notSimulated.test(name)) throw new NotSimulated(`nginx directive ${name}`);
    throw new NginxConfigError(`unknown directive "${name}"`, file, line);
  }
  if (!rule.contexts.includes(context)) {
    throw new NginxConfigError(`"${name}" directive is not allowed here`, file, line);
  }
  if (rule.block === true && block === undefined) {
    throw new NginxConfigError(`directive "${name}" has no opening "{"`, file, line);
  }
  if (rule.block !== true && block !== undefined) {
    throw new NginxConfigError(`directive "${name}" is not terminated by ";"`, file, line);
  }
  if (args.length < rule.args[0] || args.length > rule.args[1]) {
    throw new NginxConfigError(`invalid number of arguments in "${name}" directive`, file, line);
  }
}
