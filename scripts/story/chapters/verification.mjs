import { register } from "../actors.mjs"
import { chapter, refusal, tell } from "../voice.mjs"
import { expect } from "../client.mjs"
import { paper } from "../papers.mjs"

/** Two people register, apply, and are verified by staff (K10). */
export async function verification(tale) {
  const { settings, people, operator } = tale
  chapter("Two who want a shop", await tale.now())
  const { parisa, company } = people

  parisa.as = await register(settings, parisa)
  tell(`Parisa Moradi (${parisa.name}) registers with her e-mail and applies as a natural person. She has no business licence, and needs none here (K10).`)
  const wrong = `${parisa.application.national_id.slice(0, 9)}${(Number(parisa.application.national_id[9]) + 1) % 10}`
  const code = await parisa.as.refused("POST", "/merchant/merchants", { ...parisa.application, national_id: wrong }, "national_id_invalid")
  refusal(`At first she mistypes her national id: ${wrong}.`, code)
  parisa.merchant_id = await apply(parisa)

  company.as = await register(settings, company)
  tell(`Bahram Arya (${company.name}) applies for his company ${company.application.name}: a legal person, with business licence ${company.application.licence_number}.`)
  company.merchant_id = await apply(company)

  const early = await parisa.as.refused("POST", "/merchant/shops", parisa.shop, "merchant_not_verified")
  refusal("Parisa, in a hurry, tries to take a shop at once.", early)

  await payoutAccounts(tale)
  await papers(tale)

  await review(operator, parisa)
  tell("Mina, the operator, takes both applications into review. Parisa's papers are in order: verified.")
  await sendBack(operator, company)
  tell("The company's licence is hard to read, so Mina asks for a better copy of exactly that; Bahram hands it in again, and the company is verified too.")
}

/** Where the merchants are to be paid: a Sheba with its checksum, which verification asks for. */
async function payoutAccounts({ people }) {
  const { parisa, company } = people
  const typo = parisa.sheba.slice(0, -1) + ((Number(parisa.sheba.at(-1)) + 1) % 10)
  const code = await parisa.as.refused("POST", "/merchant/payout-accounts", { sheba: typo, holder: parisa.application.name }, "sheba_invalid")
  refusal("Parisa gets the last digit of her Sheba wrong.", code)
  for (const { as, sheba, application } of [parisa, company]) {
    const { payout_account } = await as.post("/merchant/payout-accounts", { sheba, holder: application.name })
    expect(payout_account.sheba === sheba && payout_account.usable, "a merchant's first Sheba should be usable at once", payout_account)
  }
  tell("Both say where they want to be paid one day; the checksums of both Shebas are right.")
}

/** The documents of each, judged by their own bytes. */
async function papers({ people }) {
  const { parisa, company } = people
  const card = paper("national_card", "National card of Parisa Moradi")
  const code = await parisa.as.refused("POST", "/merchant/documents", { ...card, content_type: "image/png" }, "document_not_what_it_says")
  refusal("Parisa says that the copy of her national card is a picture; it is a PDF.", code)
  await parisa.as.post("/merchant/documents", card)
  await company.as.post("/merchant/documents", paper("company_registration", "Registration of the Aria company"))
  await company.as.post("/merchant/documents", paper("licence", "Licence, hardly readable"))
  for (const { as, merchant_id } of [parisa, company]) {
    const { verification } = await as.get(`/merchant/merchants/${merchant_id}/verification`)
    expect(verification.missing.length === 0, "nothing should be missing for the verification any more", verification.missing)
  }
  tell("They hand in their papers: she her national card, the company its registration and its licence. Nothing is missing now.")
}

async function apply({ as, application }) {
  const { merchant } = await as.post("/merchant/merchants", application)
  expect(merchant.state === "applied", "a new application should wait for review", merchant)
  return merchant.id
}

async function review(operator, { merchant_id }) {
  await operator.post(`/admin/merchants/${merchant_id}/claim`)
  const { merchant } = await operator.post(`/admin/merchants/${merchant_id}/verification`)
  expect(merchant.state === "verified", "the merchant should be verified", merchant)
}

async function sendBack(operator, { as, merchant_id }) {
  await operator.post(`/admin/merchants/${merchant_id}/claim`)
  await operator.post(`/admin/merchants/${merchant_id}/change-request`, {
    reason: "تصویر جواز کسب خوانا نیست.", items: [{ item: "document:licence", note: "تصویر روشن‌تری بفرستید." }],
  })
  await as.refused("POST", `/merchant/merchants/${merchant_id}/resubmission`, {}, "changes_outstanding")
  await as.post("/merchant/documents", paper("licence", "Licence, readable"))
  await as.post(`/merchant/merchants/${merchant_id}/resubmission`)
  const { merchant } = await operator.post(`/admin/merchants/${merchant_id}/verification`)
  expect(merchant.state === "verified", "the merchant should be verified", merchant)
}
