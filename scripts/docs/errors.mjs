import { endpoints, refusalsOf, statusOf } from "./endpoints.mjs"
import { load } from "./source.mjs"
import { code, heading, table } from "./text.mjs"

/** docs/errors.md: every code, what it says, and which routes answer it. */
export function errorsDocument() {
  const { errors } = load("src/domain/errors.ts")
  const routes = new Map(Object.keys(errors).map((each) => [each, []]))
  const all = endpoints()
  for (const endpoint of all) {
    for (const each of refusalsOf(endpoint)) routes.get(each).push(`${endpoint.method} ${endpoint.path}`)
  }
  const where = (each) => {
    const found = routes.get(each)
    if (found.length === all.length) return "every route"
    return found.length === 0 ? "—" : found.map(code).join("<br>")
  }
  const about =
    "Every refusal has a stable code: the broken rule in snake_case. Its meaning never changes; the sentence may be reworded, " +
    "so compare codes. A refused request has changed nothing.\n\n" +
    "```json\n{ \"type\": \"not_allowed\", \"code\": \"wrong_state\", \"message\": \"A parcel that is 'released' cannot 'deliver'.\" }\n```\n\n" +
    "A caller who is not signed in gets 401. Words in braces are filled in. Codes without a route are answered by no route " +
    "of ours: they guard the marketplace's own code, or a route of Medusa's that we watch."
  const rows = Object.entries(errors).map(([each, { type, message }]) => [code(each), statusOf(type), message, where(each)])
  return `${heading("Errors", about)}\n${table(["code", "status", "sentence", "routes"], rows)}\n`
}
