import { createHash, createHmac, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto"

import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

import { refuse, type ErrorCode } from "../domain/errors"

/** What a link is for. Each purpose signs with a key of its own, so that no link passes for one of another kind. */
export type LinkPurpose = "consent-link" | "member-invitation"
const invalid = { "consent-link": "consent_link_invalid", "member-invitation": "invitation_invalid" } as const satisfies Record<LinkPurpose, ErrorCode>

/** The key that signs links, derived from the host's own secret: no other use of that secret can be turned into a link. */
function keyOf(container: MedusaContainer, purpose: LinkPurpose): Buffer {
  const { http } = container.resolve(ContainerRegistrationKeys.CONFIG_MODULE).projectConfig
  const secret = http.cookieSecret ?? (typeof http.jwtSecret === "string" ? http.jwtSecret : undefined)
  if (!secret) throw new Error("Set COOKIE_SECRET: links are signed with keys made from it.")
  return Buffer.from(hkdfSync("sha256", secret, "pasaj", purpose, 32))
}

const signature = (container: MedusaContainer, purpose: LinkPurpose, body: string) => createHmac("sha256", keyOf(container, purpose)).update(body).digest()

/** What is stored of a token: whoever reads the database can use no link. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex")

/** A new token that speaks for one row, such as a parcel: `<row>.<nonce>.<signature>`. */
export function signToken(container: MedusaContainer, rowId: string, purpose: LinkPurpose = "consent-link"): string {
  const body = `${rowId}.${randomBytes(16).toString("base64url")}`
  return `${body}.${signature(container, purpose, body).toString("base64url")}`
}

/** The hash of a token that we have signed; the comparison takes the same time, wherever it fails. @throws consent_link_invalid, invitation_invalid */
export function verifiedHash(container: MedusaContainer, token: string, purpose: LinkPurpose = "consent-link"): string {
  const cut = token.lastIndexOf(".")
  const given = Buffer.from(token.slice(cut + 1), "base64url")
  const wanted = signature(container, purpose, token.slice(0, Math.max(cut, 0)))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) refuse(invalid[purpose])
  return hashOf(token)
}
