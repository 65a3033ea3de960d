import { samplePaper } from "../../src/scripts/seed/papers"

import { clientOf, newPersonOf, type Client } from "./client"
import type { Arcade } from "./server"

export type Applicant = { member: Client; id: string; person_id: string }
export type Verification = {
  set: string
  required: string[]
  missing: string[]
  asked: { item: string; note: string; given: boolean }[]
  waiting: { id: string; item: string; value: string | null; document_id: string | null }[]
  expiring: { item: string; expires_on: string }[]
}

const SHEBA = "IR580540105180021273113007"
const base = { name: "Leila Karimi", phone: "+989120000000", city: "Tehran", address: "Tehran, Enqelab 1" }
export const person = { kind: "natural", national_id: "0076229645", ...base }
export const company = { kind: "legal", company_id: "10380284790", ...base, name: "Karimi Trading" }
export const licence = { licence_number: "L-1405", licence_expires_on: "2036-03-19" }

/** A document as it is handed in; a PDF that says what it stands for. */
export const paper = (kind: string, more: object = {}) => ({ kind, file_name: `${kind}.pdf`, content_type: "application/pdf", content: samplePaper(kind), ...more })

/** Somebody new who has applied, with no papers yet. */
export async function applicantOf(arcade: Arcade, application: object = person): Promise<Applicant> {
  const member = await newPersonOf(arcade)
  const { status, body } = await member.call<{ merchant: { id: string } }>("POST", "/merchant/merchants", application)
  if (status !== 201) throw new Error(`no application: ${JSON.stringify(body)}`)
  const me = await member.call<{ person: { id: string } }>("GET", "/merchant/me")
  return { member, id: body.merchant.id, person_id: me.body.person.id }
}

export const verificationOf = async ({ member, id }: Applicant): Promise<Verification> =>
  (await member.call<{ verification: Verification }>("GET", `/merchant/merchants/${id}/verification`)).body.verification

/** Hands in whatever is missing. */
export async function handInAll(applicant: Applicant): Promise<void> {
  for (const item of (await verificationOf(applicant)).missing) {
    const kind = item.startsWith("document:") ? item.slice("document:".length) : null
    const reply = kind === null
      ? await applicant.member.call("POST", "/merchant/payout-accounts", { sheba: SHEBA, holder: "Leila Karimi" })
      : await applicant.member.call("POST", "/merchant/documents", paper(kind))
    if (reply.status !== 201) throw new Error(`${item}: ${JSON.stringify(reply.body)}`)
  }
}

/** Somebody new whom staff have verified. */
export async function verifiedMerchant(arcade: Arcade, operator: Client, application: object = person): Promise<Applicant> {
  const applicant = await applicantOf(arcade, application)
  await verified(operator, applicant)
  return applicant
}

/** Staff verify an applicant, who hands in what is missing. */
export async function verified(operator: Client, applicant: Applicant): Promise<void> {
  await handInAll(applicant)
  for (const act of ["claim", "verification"]) {
    const { status, body } = await operator.call("POST", `/admin/merchants/${applicant.id}/${act}`, {})
    if (status !== 200) throw new Error(`${act}: ${JSON.stringify(body)}`)
  }
}

/** Another operator, invited by one. */
export async function newOperatorOf(arcade: Arcade, operator: Client): Promise<Client> {
  const email = `operator-${process.pid}-${Date.now()}@example.com`
  const password = "a-long-password"
  const { body } = await operator.call<{ invite: { token: string } }>("POST", "/admin/invites", { email })
  const registered = await clientOf(arcade).call<{ token: string }>("POST", "/auth/user/emailpass/register", { email, password })
  await clientOf(arcade, { authorization: `Bearer ${registered.body.token}` })
    .call("POST", `/admin/invites/accept?token=${body.invite.token}`, { email, first_name: "Kaveh", last_name: "Rad" })
  const signedIn = await clientOf(arcade).call<{ token: string }>("POST", "/auth/user/emailpass", { email, password })
  return clientOf(arcade, { authorization: `Bearer ${signedIn.body.token}` })
}
