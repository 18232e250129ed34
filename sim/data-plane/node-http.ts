/** Node's servers and clients. An import would load what they have of WebSockets too, which takes longer than all the rest. */
export const http = process.getBuiltinModule("node:http");
export const https = process.getBuiltinModule("node:https");
