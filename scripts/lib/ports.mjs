import { createServer } from "node:net"

const hosts = ["127.0.0.1", "::1", undefined]

const listens = (port, host) =>
  new Promise((resolve) => {
    const server = createServer()
    // An address family the machine lacks says nothing about the port.
    server.once("error", (error) => resolve(!["EADDRINUSE", "EACCES"].includes(error.code)))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })

/** Whether nobody listens on a port of this machine, and we may. */
export async function isFree(port) {
  for (const host of hosts) if (!(await listens(port, host))) return false
  return true
}

/** The first free port from `first` on, within `count`; undefined when all are taken. */
export async function firstFree(first, count = 100) {
  for (let port = first; port < Math.min(first + count, 65_536); port++) if (await isFree(port)) return port
  return undefined
}

/** Some free port below the range the system hands out for outgoing connections, so that none of those takes it first. */
export async function anyFree() {
  for (;;) {
    const port = await firstFree(20_000 + Math.floor(Math.random() * 12_000), 50)
    if (port) return port
  }
}
