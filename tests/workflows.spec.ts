import { filesIn, read, sourceFiles } from "./support/sources"

/** The workflows that the kill test does not stop at each step, by the reason. What gains a journal leaves this list. */
const notKilled: Record<string, string[]> = {
  "moves states or due days of orders, and no money": [
    "pasaj-accept", "pasaj-object", "pasaj-withdraw-case", "pasaj-extend", "pasaj-lose", "pasaj-link-to-parcel", "pasaj-chargeback-lost", "pasaj-prove-custody",
  ],
  "offers, plans or withdraws rent: nobody has paid by it": [
    "pasaj-create-coupon", "pasaj-retire-coupon", "pasaj-draft-plan", "pasaj-publish-draft", "pasaj-publish-plan", "pasaj-retire-plan", "pasaj-publish-rent-policy",
    "pasaj-publish-reference-rates", "pasaj-quote-shop-lease", "pasaj-take-shop-lease", "pasaj-start-shop-trial", "pasaj-set-lease-auto-renew", "pasaj-plan-lease-end",
    "pasaj-give-days-back", "pasaj-report-offline-rent", "pasaj-refuse-offline-rent", "pasaj-withdraw-rent-invoice", "pasaj-tell-shop-of-lease", "pasaj-end-lease-for-nothing",
  ],
  "is the end of pasaj-pay-rent-invoice, which is killed; the duty runs it then": ["pasaj-finish-rent-payment"],
  "is about people, merchants, shops and their papers": [
    "pasaj-accept-membership", "pasaj-access-policy", "pasaj-apply-as-merchant", "pasaj-change-membership", "pasaj-change-merchant-details", "pasaj-check-of-merchant",
    "pasaj-close-shop-for-good", "pasaj-decide-merchant-change", "pasaj-edit-shop-page", "pasaj-end-general-admin", "pasaj-end-vacation-early", "pasaj-finish-leaving-of-merchant",
    "pasaj-general-admin", "pasaj-guide", "pasaj-hand-in-merchant-document", "pasaj-invite", "pasaj-onboarding-note", "pasaj-open-shop-for-rent", "pasaj-plan-vacation",
    "pasaj-register-payout-account", "pasaj-register-person", "pasaj-review-of-merchant", "pasaj-revoke", "pasaj-start-leaving-of-merchant", "pasaj-stay-of-merchant",
    "pasaj-verification-rules", "pasaj-consent-policy", "pasaj-advance-marketplace-clock",
  ],
  "is about products": [
    "pasaj-edit-own-product", "pasaj-exempt-product", "pasaj-import-catalogue", "pasaj-make-own-product", "pasaj-pick-listed-products", "pasaj-publish-product",
    "pasaj-remove-product", "pasaj-sync-shop-products", "pasaj-upload-picture", "pasaj-withdraw-own-product",
  ],
}
const excused = Object.values(notKilled).flat()

const named = (files: string[], pattern: RegExp): string[] => files.flatMap((file) => [...read(file).matchAll(pattern)].map((match) => match[1] ?? ""))
const all = named(sourceFiles().filter((file) => file.startsWith("src/workflows/")), /createWorkflow\(\s*"([^"]+)"/g)
const killed = new Set(named(filesIn("integration-tests"), /workflow: "([^"]+)"/g))

test("K2 every workflow is killed at each of its steps (every-step.spec.ts), or says here why it moves no money", () => {
  expect(all.length).toBeGreaterThan(50)
  expect(all.filter((name) => !killed.has(name) && !excused.includes(name))).toEqual([])
  expect(excused.filter((name) => killed.has(name) || !all.includes(name))).toEqual([])
  expect([...killed].filter((name) => !all.includes(name))).toEqual([])
})
