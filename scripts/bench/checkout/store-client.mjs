import { Failure } from "../../lib/messages.mjs"

/**
 * A shopper of one server: `call(method, path, body)` answers `{ body, ms }`, the time from sending the request to having
 * read the whole answer. Connections are kept open. Anything but success ends the bench.
 */
export function client(url, publishableKey) {
  const headers = { "content-type": "application/json", "x-publishable-api-key": publishableKey }
  const call = async (method, path, body) => {
    const from = performance.now()
    const response = await fetch(url + path, { method, headers, body: body && JSON.stringify(body) })
    const text = await response.text()
    const ms = performance.now() - from
    if (!response.ok) throw new Failure(`${method} ${path} was answered ${response.status}: ${text.slice(0, 300)}`)
    return { body: JSON.parse(text), ms }
  }
  return { url, get: (path) => call("GET", path), post: (path, body = {}) => call("POST", path, body) }
}
