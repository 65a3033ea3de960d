import { connect } from "node:net"

import { Failure } from "./messages.mjs"

const unset = "Or leave REDIS_URL away: a single process needs no Redis."

/** Checks within seconds that somebody answers at REDIS_URL; Medusa itself would try for ever. */
export async function checkRedis(text) {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^rediss?:$/.test(url.protocol))
    throw new Failure("REDIS_URL is not the address of a Redis.", "It looks like this: REDIS_URL=redis://localhost:6379", unset)
  const port = Number(url.port || 6379)
  const answers = await new Promise((resolve) => {
    const socket = connect({ host: url.hostname, port, timeout: 5_000 })
    const end = (answer) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once("connect", () => end(true))
    socket.once("error", () => end(false))
    socket.once("timeout", () => end(false))
  })
  if (!answers)
    throw new Failure(`REDIS_URL: nobody answers at ${url.hostname}:${port}.`, "Start that Redis, or correct the address.", unset)
}
