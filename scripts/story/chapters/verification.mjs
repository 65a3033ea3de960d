import { register } from "../actors.mjs"
import { chapter, refusal, tell } from "../voice.mjs"
import { expect } from "../client.mjs"

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

  await review(operator, parisa)
  tell("Mina, the operator, takes both applications into review. Parisa's papers are in order: verified.")
  await sendBack(operator, company)
  tell("The company's licence is hard to read, so Mina asks for a better copy; Bahram hands it in again, and the company is verified too.")
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
  await operator.post(`/admin/merchants/${merchant_id}/change-request`, { reason: "تصویر جواز کسب خوانا نیست." })
  await as.post(`/merchant/merchants/${merchant_id}/resubmission`)
  const { merchant } = await operator.post(`/admin/merchants/${merchant_id}/verification`)
  expect(merchant.state === "verified", "the merchant should be verified", merchant)
}
