// Speaks HTTP with the arcade, and stops the story with a clear sentence when an answer is not the one it expects.

const PAUSE_MS = 250
const LIMIT_MS = Number(process.env.PASAJ_STORY_LIMIT_MS) || 45_000

/** The story cannot go on: what was expected, and what came instead. */
export class Unexpected extends Error {
  constructor(expected, got) {
    super(expected)
    this.name = "Unexpected"
    this.got = typeof got === "string" ? got : JSON.stringify(got)
  }
}

/** Stops the story unless `holds`. */
export function expect(holds, expected, got) {
  if (!holds) throw new Unexpected(expected, got)
}

/**
 * One caller of the arcade: nobody in particular, or whoever the token speaks for.
 * @param {string} url the arcade's address
 * @param {Record<string, string>} headers sent with every call
 */
export function caller(url, headers = {}) {
  const ask = async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    }).catch((error) => {
      throw new Unexpected(`${method} ${path} should reach the arcade at ${url}`, String(error.cause?.message ?? error.message))
    })
    const text = await response.text()
    return { status: response.status, body: parsed(text) }
  }
  const succeed = async (method, path, body) => {
    const answer = await ask(method, path, body)
    expect(answer.status < 300, `${method} ${path} should succeed`, { status: answer.status, ...answer.body })
    return answer.body
  }
  return {
    ask,
    get: (path) => succeed("GET", path),
    post: (path, body = {}) => succeed("POST", path, body),
    /** The same caller with more headers. */
    with: (more) => caller(url, { ...headers, ...more }),
    /** A call that must be refused with one of `codes`; @returns the refusal's code (or the status, where there is none) */
    refused: async (method, path, body, ...codes) => {
      const answer = await ask(method, path, body)
      const code = answer.body.code ?? answer.body.type ?? String(answer.status)
      const is4xx = answer.status >= 400 && answer.status < 500
      expect(is4xx && codes.includes(code), `${method} ${path} should be refused with ${codes.join(" or ")}`, { status: answer.status, ...answer.body })
      return code
    },
  }
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return { text: text.slice(0, 300) }
  }
}

/**
 * Waits for after-work: some of what follows an order or a payment happens a moment later. Asks again until `look`
 * returns something, up to a limit.
 */
export async function eventually(expected, look) {
  const end = Date.now() + LIMIT_MS
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > end) throw new Unexpected(`${expected}, within ${LIMIT_MS / 1000} seconds`, "it has not happened")
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
  }
}
