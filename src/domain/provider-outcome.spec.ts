import { outcomeOf, type Outcome } from "./provider-outcome"

const coded = (code: string) => Object.assign(new Error("request failed"), { code })

test.each<[unknown, Outcome, string]>([
  [new Error("You cannot refund more than what is captured"), "refused", "the provider has said no"],
  [new Error("card_declined: your card was declined"), "refused", "the provider has said no"],
  [coded("ECONNREFUSED"), "refused", "nobody was asked"],
  [coded("ENOTFOUND"), "refused", "nobody was asked"],
  [coded("ECONNRESET"), "unknown", "the answer may have been lost"],
  [coded("UND_ERR_HEADERS_TIMEOUT"), "unknown", "the answer did not come in time"],
  [new Error("An error occurred in refundPayment: Request timed out"), "unknown", "a provider's own words around it"],
  [Object.assign(new Error("The operation was stopped"), { name: "TimeoutError" }), "unknown", "fetch's own time limit"],
  [new Error("fetch failed", { cause: coded("ETIMEDOUT") }), "unknown", "what caused it counts"],
  [new Error("fetch failed", { cause: coded("ECONNREFUSED") }), "refused", "what caused it counts"],
  [new Error("502 Bad Gateway"), "unknown", "something in between answered"],
  [new Error("canceling statement due to lock timeout"), "refused", "Medusa waited for its own row, before it asked"],
  ["socket hang up", "unknown", "not even an error"],
  [undefined, "refused", "nothing at all"],
])("K2 %s: %s, for %s", (error, outcome) => expect(outcomeOf(error)).toBe(outcome))
