/** What of undici is needed to send requests: the whole of it takes three times as long to load. */
import { createRequire } from "node:module";
import type Undici from "undici";
import type { Dispatcher } from "undici";

const require = createRequire(import.meta.url);

export const Pool = require("undici/lib/dispatcher/pool.js") as typeof Undici.Pool;

export const buildConnector = require("undici/lib/core/connect.js") as typeof Undici.buildConnector;

/** The method of the same name of dispatchers that undici's entry point gives them. */
export const request = require("undici/lib/api/api-request.js") as (
  this: Dispatcher,
  options: Dispatcher.RequestOptions,
) => Promise<Dispatcher.ResponseData>;
