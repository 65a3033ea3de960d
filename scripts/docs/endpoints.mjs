import { createRequire } from "node:module"

import { load } from "./source.mjs"

const require = createRequire(import.meta.url)

/** Medusa's own copy of zod: the contract's schemas are made with it. */
export const { z } = require("@medusajs/framework/zod")
export const openApiOfZod = require("@asteasolutions/zod-to-openapi")

// A schema learns to describe itself when it is made: this must come before any contract is loaded.
openApiOfZod.extendZodWithOpenApi(z)

/** Every route of ours, in the order of their paths. */
export const endpoints = () =>
  [...load("src/api/contract.ts").contract].sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))

const statuses = { invalid_data: 400, not_allowed: 400, unauthorized: 401, forbidden: 403, not_found: 404 }

/** The HTTP status that Medusa gives to a type of error. */
export function statusOf(type) {
  const status = statuses[type]
  if (!status) throw new Error(`Which status has the error type '${type}'?`)
  return status
}

const { refusedByGuard } = load("src/api/endpoint.ts")

/** What an endpoint may refuse: its own codes, and those of the guard in front of it (src/api/guard.ts). */
export const refusalsOf = (endpoint) => [...new Set([...refusedByGuard(endpoint), ...endpoint.errors])]
