import { setTimeout as pause } from "node:timers/promises"

import { z } from "@medusajs/framework/zod"

import { contract } from "../../src/api/contract"
import { refusedByGuard, type Endpoint } from "../../src/api/endpoint"

import type { Arcade } from "./server"

export type Reply<Body = Record<string, unknown>> = { status: number; body: Body & { code?: string; type?: string; message?: string } }
export type Method = "GET" | "POST" | "DELETE"

/** Someone who calls the API. `call` refuses an answer of ours that does not fit its contract. */
export type Client = {
  headers: Record<string, string>
  call: <Body = Record<string, never>>(method: Method, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply<Body>>
}

const patterns = contract.map((endpoint) => ({ endpoint, regex: new RegExp(`^${endpoint.path.replace(/:\w+/g, "[^/]+")}$`) }))

const endpointOf = (method: string, path: string): Endpoint | undefined =>
  patterns.find(({ endpoint, regex }) => endpoint.method === method && regex.test(path.split("?")[0] ?? ""))?.endpoint

/** An answer that the contract does not describe is a broken promise, whatever the test was about. */
function checkAnswer(method: string, path: string, { status, body }: Reply): void {
  const endpoint = endpointOf(method, path)
  if (!endpoint) return
  if (status >= 500) throw new Error(`${method} ${path} answered ${status}: ${JSON.stringify(body)}`)
  if (status < 400) {
    if (status !== endpoint.status) throw new Error(`${method} ${path} answered ${status}, the contract says ${endpoint.status}`)
    const page = body.message !== undefined && endpoint.answer instanceof z.ZodString // a page is text, and no object
    const fit = endpoint.answer.safeParse(page ? body.message : body)
    if (!fit.success) throw new Error(`${method} ${path} does not fit its contract: ${fit.error.message}\n${JSON.stringify(body)}`)
    return
  }
  const told = [...endpoint.errors, ...refusedByGuard(endpoint)] as string[]
  if (body.code !== undefined && !told.includes(body.code)) {
    throw new Error(`${method} ${path} refused with ${body.code}, which its contract does not tell`)
  }
}

/** A caller with the given headers. */
export function clientOf(arcade: Pick<Arcade, "url">, headers: Record<string, string> = {}): Client {
  return {
    headers,
    call: async <Body>(method: Method, path: string, body?: unknown, more: Record<string, string> = {}) => {
      const response = await fetch(arcade.url + path, {
        method,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers, ...more },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      const reply = { status: response.status, body: (text.startsWith("{") ? JSON.parse(text) : { message: text }) as Reply<Body>["body"] }
      checkAnswer(method, path, reply as Reply)
      return reply
    },
  }
}

async function tokenFor(arcade: Pick<Arcade, "url">, actor: string, email: string, password: string): Promise<string> {
  const { status, body } = await clientOf(arcade).call<{ token: string }>("POST", `/auth/${actor}/emailpass`, { email, password })
  if (status !== 200) throw new Error(`${email} could not sign in as ${actor}: ${JSON.stringify(body)}`)
  return body.token
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const key = (arcade: Arcade) => ({ "x-publishable-api-key": arcade.seed.publishable_key })

export const operatorOf = async (arcade: Arcade): Promise<Client> =>
  clientOf(arcade, bearer(await tokenFor(arcade, "user", arcade.seed.operator.email, arcade.seed.operator.password)))

/** A seeded merchant's member, by its place in the seed. */
export async function memberOf(arcade: Arcade, index = 0): Promise<Client> {
  const merchant = arcade.seed.merchants[index]
  if (!merchant) throw new Error(`the seed has no merchant ${index}`)
  return clientOf(arcade, bearer(await tokenFor(arcade, "merchant", merchant.email, merchant.password)))
}

export const buyerOf = async (arcade: Arcade): Promise<Client> =>
  clientOf(arcade, { ...key(arcade), ...bearer(await tokenFor(arcade, "customer", arcade.seed.buyer.email, arcade.seed.buyer.password)) })

/** A visitor of the storefront, not signed in. */
export const visitorOf = (arcade: Arcade): Client => clientOf(arcade, key(arcade))

let strangers = 0

/** A person nobody knows yet, registered through the API: a member of nothing. */
export async function newPersonOf(arcade: Arcade, name = "Leila Karimi"): Promise<Client> {
  strangers += 1
  const email = `person-${process.pid}-${strangers}-${Date.now()}@example.com`
  const password = "a-long-password"
  const registered = await clientOf(arcade).call<{ token: string }>("POST", "/auth/merchant/emailpass/register", { email, password })
  await clientOf(arcade, bearer(registered.body.token)).call("POST", "/merchant/people", { name })
  return clientOf(arcade, bearer(await tokenFor(arcade, "merchant", email, password)))
}

/** Another buyer, registered through Medusa's store API. */
export async function newBuyerOf(arcade: Arcade): Promise<Client> {
  strangers += 1
  const email = `buyer-${process.pid}-${strangers}-${Date.now()}@example.com`
  const password = "a-long-password"
  const registered = await clientOf(arcade).call<{ token: string }>("POST", "/auth/customer/emailpass/register", { email, password })
  await clientOf(arcade, { ...key(arcade), ...bearer(registered.body.token) }).call("POST", "/store/customers", { email, first_name: "Sara", last_name: "Azizi" })
  return clientOf(arcade, { ...key(arcade), ...bearer(await tokenFor(arcade, "customer", email, password)) })
}

/**
 * Asks again until `done`, for after-work that follows an event; gives up after `seconds`. The usual limit has room for a job that
 * runs each minute, a claim that dies with its process and is free after a minute, or a first attempt that is repeated after one.
 */
export async function eventually<Value>(ask: () => Promise<Value>, done: (value: Value) => boolean, seconds = 90): Promise<Value> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const value = await ask()
    if (done(value)) return value
    if (Date.now() > end) throw new Error(`not reached in ${seconds} s; last seen: ${JSON.stringify(value)?.slice(0, 800)}`)
    await pause(100)
  }
}
