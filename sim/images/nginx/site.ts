/** A configuration made ready to answer requests. */
import { checkDirective, type Context } from "./directives.ts";
import { NginxConfigError, type Directive } from "./config-syntax.ts";
import { compileTemplate, type Machine, type Template } from "./variables.ts";

export interface Header {
  readonly name: string;
  readonly value: Template;
  /** Whether error answers have it, too. */
  readonly always: boolean;
}

export interface ErrorPage {
  readonly codes: readonly number[];
  readonly uri: string;
  /** Status instead of the original one (`=200`). */
  readonly status?: number;
}

/** What holds on one level and is inherited by those inside that do not say otherwise. */
export interface Settings {
  readonly root: string;
  readonly index: readonly string[];
  readonly headers: readonly Header[];
  readonly errorPages: readonly ErrorPage[];
  readonly defaultType: string;
  readonly charset: string | undefined;
  readonly serverTokens: boolean;
}

export interface Return {
  readonly status: number;
  /** The body, or for a redirect the location. */
  readonly text: Template;
}

export interface Location {
  readonly modifier: "=" | "^~" | "~" | "~*" | "";
  readonly path: string;
  readonly pattern?: RegExp;
  readonly alias: string | undefined;
  readonly tryFiles: readonly Template[];
  readonly return: Return | undefined;
  readonly internal: boolean;
  readonly settings: Settings;
}

export interface Server {
  readonly listens: readonly { readonly port: number; readonly isDefault: boolean }[];
  readonly names: readonly string[];
  readonly return: Return | undefined;
  readonly settings: Settings;
  readonly locations: readonly Location[];
}

/** @throws NginxConfigError in nginx's words; NotSimulated. */
export function buildServers(
  directives: readonly Directive[],
  base: Settings,
  machine: Machine,
): readonly Server[] {
  const builder = new Builder(machine);
  const settings = builder.settings(directives, "http", base);
  return directives
    .filter(({ name }) => name === "server")
    .map(({ block = [] }) => builder.server(block, settings));
}

class Builder {
  readonly #machine: Machine;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  server(block: readonly Directive[], inherited: Settings): Server {
    const settings = this.settings(block, "server", inherited);
    const listens = block.filter(({ name }) => name === "listen").map(listen);
    return {
      listens: listens.length === 0 ? [{ port: 80, isDefault: false }] : listens,
      names: block.filter(({ name }) => name === "server_name").flatMap(({ args }) => args),
      return: this.#return(block),
      settings,
      locations: block
        .filter(({ name }) => name === "location")
        .flatMap((entry) => this.#locations(entry, settings)),
    };
  }

  /** Checks all directives of a block and takes over what they set. */
  settings(block: readonly Directive[], context: Context, inherited: Settings): Settings {
    for (const directive of block) checkDirective(directive, context);
    const last = (name: string): Directive | undefined =>
      block.findLast((directive) => directive.name === name);
    const headers = block.filter(({ name }) => name === "add_header").map((entry) => this.#header(entry));
    const errorPages = block.filter(({ name }) => name === "error_page").map(errorPage);
    const charset = last("charset")?.args[0];
    return {
      root: fromPrefix(last("root")?.args[0]) ?? inherited.root,
      index: last("index")?.args ?? inherited.index,
      // A level that adds headers of its own inherits none.
      headers: headers.length > 0 ? headers : inherited.headers,
      errorPages: errorPages.length > 0 ? errorPages : inherited.errorPages,
      defaultType: last("default_type")?.args[0] ?? inherited.defaultType,
      charset: charset === undefined ? inherited.charset : charset === "off" ? undefined : charset,
      serverTokens:
        last("server_tokens") === undefined
          ? inherited.serverTokens
          : last("server_tokens")?.args[0] !== "off",
    };
  }

  #locations(directive: Directive, inherited: Settings): Location[] {
    const { args, block = [], file, line } = directive;
    const settings = this.settings(block, "location", inherited);
    const [first = "", second] = args;
    const modifier = second === undefined ? "" : first;
    const path = second ?? first;
    if (!isModifier(modifier))
      throw new NginxConfigError(`invalid location modifier "${modifier}"`, file, line);
    const tryFiles = block.find(({ name }) => name === "try_files");
    const location: Location = {
      modifier,
      path,
      ...(modifier.startsWith("~") ? { pattern: new RegExp(path, modifier === "~*" ? "i" : "") } : {}),
      alias: block.findLast(({ name }) => name === "alias")?.args[0],
      tryFiles: (tryFiles?.args ?? []).map((text) => compileTemplate(text, this.#machine, directive)),
      return: this.#return(block),
      internal: block.some(({ name }) => name === "internal"),
      settings,
    };
    const inner = block.filter(({ name }) => name === "location");
    return [location, ...inner.flatMap((entry) => this.#locations(entry, settings))];
  }

  #return(block: readonly Directive[]): Return | undefined {
    const directive = block.find(({ name }) => name === "return");
    if (directive === undefined) return undefined;
    const [first = "", second] = directive.args;
    const status = Number(first);
    if (Number.isNaN(status)) {
      return { status: 302, text: compileTemplate(first, this.#machine, directive) };
    }
    return { status, text: compileTemplate(second ?? "", this.#machine, directive) };
  }

  #header(directive: Directive): Header {
    const [name = "", value = "", always] = directive.args;
    if (always !== undefined && always !== "always") {
      throw new NginxConfigError(`invalid parameter "${always}"`, directive.file, directive.line);
    }
    return { name, value: compileTemplate(value, this.#machine, directive), always: always === "always" };
  }
}

/** Paths are relative to where nginx keeps its configuration. */
function fromPrefix(path: string | undefined): string | undefined {
  return path === undefined || path.startsWith("/") ? path : `/etc/nginx/${path}`;
}

function isModifier(text: string): text is Location["modifier"] {
  return ["", "=", "^~", "~", "~*"].includes(text);
}

function listen({ args, file, line }: Directive): Server["listens"][number] {
  const [address = "", ...options] = args;
  const text = /(?:^|:)(\d+)$/.exec(address)?.[1];
  const port = text === undefined ? 80 : Number(text);
  if (port < 1 || port > 65535) {
    throw new NginxConfigError(`invalid port in "${address}" of the "listen" directive`, file, line);
  }
  return { port, isDefault: options.includes("default_server") };
}

function errorPage({ args, file, line }: Directive): ErrorPage {
  const uri = args.at(-1) ?? "";
  const override = /^=(\d+)$/.exec(args.at(-2) ?? "")?.[1];
  const codes = args.slice(0, override === undefined ? -1 : -2).map(Number);
  const wrong = args.find((_, index) => index < codes.length && Number.isNaN(codes[index]));
  if (wrong !== undefined) throw new NginxConfigError(`invalid value "${wrong}"`, file, line);
  return { codes, uri, ...(override === undefined ? {} : { status: Number(override) }) };
}
