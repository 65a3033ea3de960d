// The people of the story and how they sign in.
import { caller, expect } from "./client.mjs"

const actorPaths = { operator: "user", buyer: "customer", member: "merchant" }

/** A token for a sign-in that exists. */
async function signIn(arcade, actor, { email, password }) {
  const { token } = await arcade.post(`/auth/${actorPaths[actor]}/emailpass`, { email, password })
  expect(typeof token === "string", `${email} should be signed in`, { token: typeof token })
  return token
}

const bearer = (token) => ({ authorization: `Bearer ${token}` })

/** Mina, who works for the arcade. */
export async function operator({ url, seed }) {
  return caller(url, bearer(await signIn(caller(url), "operator", seed.operator)))
}

/** Niloufar, who buys: the storefront's publishable key and her own sign-in. */
export async function buyer({ url, seed }) {
  const shop = storefront({ url, seed })
  return shop.with(bearer(await signIn(shop, "buyer", seed.buyer)))
}

/** Anyone at the storefront, not signed in. */
export const storefront = ({ url, seed }) => caller(url, { "x-publishable-api-key": seed.publishable_key })

/** Someone else who buys here: a new customer. */
export async function stranger(settings, run) {
  const shop = storefront(settings)
  const login = { email: `stranger-${run}@pasaj.test`, password: `stranger-${run}-of-the-story` }
  const { token } = await shop.post("/auth/customer/emailpass/register", login)
  await shop.with(bearer(token)).post("/store/customers", { email: login.email, first_name: "بابک", last_name: "غریبه" })
  return shop.with(bearer(await signIn(shop, "buyer", login)))
}

/**
 * Someone who registers to become a merchant: first the login, then the person, then a token that names the person.
 * @param {{ email: string, password: string, name: string, phone: string }} who
 */
export async function register({ url }, { email, password, name, phone }) {
  const anyone = caller(url)
  const { token } = await anyone.post("/auth/merchant/emailpass/register", { email, password })
  await caller(url, bearer(token)).post("/merchant/people", { name, phone })
  const fresh = await caller(url, bearer(token)).post("/auth/token/refresh")
  return caller(url, bearer(fresh.token))
}

/** Ten digits with the checksum of Iran's national id. */
export function nationalId(seed) {
  const nine = String(100_000_000 + (seed % 899_999_999))
  const rest = [...nine].reduce((all, digit, i) => all + Number(digit) * (10 - i), 0) % 11
  return `${nine}${rest < 2 ? rest : 11 - rest}`
}

/** Eleven digits with the checksum of Iran's id of a legal person. */
export function companyId(seed) {
  const ten = String(1_000_000_000 + (seed % 8_999_999_999))
  const raise = Number(ten[9]) + 2
  const rest = [...ten].reduce((all, digit, i) => all + (Number(digit) + raise) * [29, 27, 23, 19, 17][i % 5], 0) % 11
  return `${ten}${rest === 10 ? 0 : rest}`
}

/** A Sheba (IR and 24 digits) with its checksum, of bank 055 (Eghtesad Novin). */
export function sheba(seed) {
  const account = `055${String(seed % 1_000_000_000_000).padStart(19, "0")}`
  const check = 98n - (BigInt(`${account}182700`) % 97n)
  return `IR${String(check).padStart(2, "0")}${account}`
}
