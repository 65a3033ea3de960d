import { dayOf } from "../../../domain/calendar"
import { formatJalali } from "../../../domain/jalali"
import { display, money } from "../../../domain/money"
import { creditNoteNumber, invoiceNumber, type Seller } from "../../../domain/rent-policy"
import type { CreditNote } from "../../../modules/rental/credit-notes"
import type { Invoice } from "../../../modules/rental/reads"

/** All that stands on the page; `plan` and `shop` are names that merchants and operators have chosen. */
export type Printed = { invoice: Invoice; notes: CreditNote[]; seller: Seller; plan: string; shop: string; zone: string }

const MARKS: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;" }
/** Whatever people have typed is text and never markup. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (mark) => MARKS[mark] ?? mark)

const label = (fa: string, en: string): string => `<span class="fa">${fa}</span> <span class="en" dir="ltr" lang="en">${en}</span>`
const ltr = (text: string): string => `<bdi dir="ltr">${escaped(text)}</bdi>`
const row = (name: string, value: string, kind = ""): string => `<tr${kind && ` class="${kind}"`}><th scope="row">${name}</th><td>${value}</td></tr>`

const states = { open: label("پرداخت‌نشده", "Unpaid"), paid: label("پرداخت‌شده", "Paid"), void: label("باطل", "Void") }
const purposes = { start: label("اجارهٔ نخست", "First rent"), renew: label("تمدید", "Renewal"), upgrade: label("ارتقا", "Upgrade") }
const payers = {
  provider: label("درگاه پرداخت", "Payment gateway"), balance: label("موجودی فروشنده", "Merchant balance"), bank: label("واریز بانکی", "Bank payment"), credit: label("اعتبار", "Credit"),
}

function party(title: string, name: string, identifier: string | null, address: string | null): string {
  const lines = [`<strong>${escaped(name)}</strong>`, ...(identifier ? [`${label("شناسه", "Id")}: ${ltr(identifier)}`] : []), ...(address ? [escaped(address)] : [])]
  return `<section><h2>${title}</h2><p>${lines.join("<br>")}</p></section>`
}

/** A day by both calendars, as an Iranian merchant and its bookkeeper read it. */
const dated = (instant: string, zone: string): string => {
  const day = dayOf(instant, zone)
  return `${ltr(formatJalali(day))} ${ltr(`(${day})`)}`
}

const style = `
  body { font: 14px/1.7 Vazirmatn, Tahoma, "Noto Naskh Arabic", sans-serif; color: #1d1d1f; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
  header { display: flex; justify-content: space-between; align-items: baseline; border-bottom: 2px solid #1d1d1f }
  h1 { font-size: 1.4rem; margin: .5rem 0 } h2 { font-size: 1rem; margin: 0 }
  .parties { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; margin: 1rem 0 } .parties section { border: 1px solid #c8c8cc; border-radius: .4rem; padding: .6rem .9rem }
  p { margin: .2rem 0 } .en { color: #5b5b60; font-size: .82em }
  table { width: 100%; border-collapse: collapse; margin: 1rem 0 } th { text-align: start; font-weight: normal } td { text-align: end }
  th, td { padding: .35rem .2rem; border-bottom: 1px solid #e3e3e6 } .total th, .total td { font-weight: bold; border-top: 2px solid #1d1d1f }
  .state { border: 1px solid currentColor; border-radius: .4rem; padding: .1rem .6rem } .void { text-decoration: line-through }
  @media print { body { margin: 0 } }
`

/** A rent invoice as a page to print: right to left, in Persian with English beside it, complete in itself. */
export function invoicePage({ invoice, notes, seller, plan, shop, zone }: Printed): string {
  const of = (minor: number): string => ltr(display(money(minor, invoice.currency)))
  const number = invoiceNumber(invoice.fiscal_year, invoice.sequence)
  const buyer = invoice.buyer ?? { name: invoice.merchant_id, identifier: null, address: null }
  const facts = [
    row(label("تاریخ صدور", "Issued"), dated(invoice.issued_at, zone)),
    row(label("بابت", "For"), `${purposes[invoice.purpose]} · ${escaped(plan)} · ${escaped(shop)}`),
    row(label("مدت", "Term"), `${invoice.term_months} ${label("ماه", "months")}`),
    ...(invoice.paid_at ? [row(label("تاریخ پرداخت", "Paid"), dated(invoice.paid_at, zone))] : []),
    ...(invoice.paid_by ? [row(label("روش پرداخت", "Paid by"), payers[invoice.paid_by])] : []),
  ]
  const amounts = [
    row(label("مبلغ", "Price"), of(invoice.price_minor)),
    ...(invoice.discount_minor > 0 ? [row(label("تخفیف", "Discount"), of(-invoice.discount_minor))] : []),
    ...(invoice.credit_minor > 0 ? [row(label("اعتبار روزهای استفاده‌نشده", "Credit for unused days"), of(-invoice.credit_minor))] : []),
    row(label("مبلغ خالص", "Net"), of(invoice.net_minor)),
    row(label("مالیات بر ارزش افزوده", "Value added tax"), of(invoice.tax_minor)),
    row(label("جمع کل", "Total"), of(invoice.total_minor), "total"),
  ]
  const credited = notes.map((note) =>
    row(`${label("برگهٔ بستانکاری", "Credit note")} ${ltr(creditNoteNumber(note.fiscal_year, note.sequence))}<br>${escaped(note.reason)}`, of(-note.total_minor)),
  )
  return `<!doctype html>
<html lang="fa" dir="rtl">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(number)}</title><style>${style}</style></head>
<body>
<header><h1>${label("صورت‌حساب اجاره", "Rent invoice")} ${ltr(number)}</h1><span class="state ${invoice.state}">${states[invoice.state]}</span></header>
<div class="parties">${party(label("صادرکننده", "Issuer"), seller.name, seller.identifier, seller.address)}${party(label("خریدار", "Buyer"), buyer.name, buyer.identifier, buyer.address)}</div>
<table>${facts.join("")}</table>
<table>${amounts.join("")}</table>
${credited.length > 0 ? `<table>${credited.join("")}</table>` : ""}
</body>
</html>
`
}
