import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto"

import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { refuse } from "../domain/errors"

/** The key that signs links, derived from the host's own secret: no other use of that secret can be turned into a link. */
function keyOf(container: MedusaContainer): Buffer {
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const secret = http.cookieSecret ?? (typeof http.jwtSecret === "string" ? http.jwtSecret : undefined)
  if (!secret) throw new Error("Set COOKIE_SECRET: links to consent are signed with a key made from it.")
  return Buffer.from(hkdfSync("sha256", secret, "pasaj", "consent-link", 32))
}

const signature = (container: MedusaContainer, body: string) => createHmac("sha256", keyOf(container)).update(body).digest()

/** What is stored of a token: whoever reads the database can use no link. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex")

/** A new token that speaks for one parcel: `<parcel>.<nonce>.<signature>`. */
export function signToken(container: MedusaContainer, parcelId: string): string {
  const body = `${parcelId}.${randomBytes(16).toString("base64url")}`
  return `${body}.${signature(container, body).toString("base64url")}`
}

/** The hash of a token that we have signed; the comparison takes the same time, wherever it fails. @throws consent_link_invalid */
export function verifiedHash(container: MedusaContainer, token: string): string {
  const cut = token.lastIndexOf(".")
  const given = Buffer.from(token.slice(cut + 1), "base64url")
  const wanted = signature(container, token.slice(0, Math.max(cut, 0)))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) refuse("consent_link_invalid")
  return hashOf(token)
}
