import { posix } from "node:path";

/** The common ones of nginx's mime.types. */
const types: Readonly<Record<string, string>> = {
  css: "text/css",
  gif: "image/gif",
  htm: "text/html",
  html: "text/html",
  ico: "image/x-icon",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "application/javascript",
  json: "application/json",
  png: "image/png",
  svg: "image/svg+xml",
  txt: "text/plain",
  webp: "image/webp",
  woff2: "font/woff2",
  xml: "text/xml",
};

/** By the file's ending. */
export function contentType(path: string, defaultType: string): string {
  return types[posix.extname(path).slice(1).toLowerCase()] ?? defaultType;
}
