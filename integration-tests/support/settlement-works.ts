import type { Client } from "./client"
import type { Work } from "./rent-works"
import type { Arcade } from "./server"

/** `release`: has the buyer be satisfied with a parcel, so that its merchant has money to ask for. */
type Ground = { arcade: Arcade; operator: Client; member: Client; release: () => Promise<void> }

let references = 0

/** Every workflow by which a merchant comes to its money, or the bank keeps it. @param ground what is open only when the tests run */
export function settlementWorks(ground: () => Ground): Record<string, { workflow: string; prepare: () => Promise<Work> }> {
  const one = async (text: string, params: unknown[]) => (await ground().arcade.sql(text, params))[0] ?? null
  const count = async (text: string, params: unknown[]) => Number((await ground().arcade.sql<{ count: string }>(`select count(*) from ${text}`, params))[0]?.count)
  const journals = (key: string) => count("ledger_journal where key = $1", [key])
  const stateOf = (settlement: string) => one("select state from merchant_settlement where id = $1", [settlement])

  const request = () => ground().member.call<{ settlement: { id: string } }>("POST", "/merchant/settlements", {})
  async function aRequest(): Promise<string> {
    await ground().release()
    return (await request()).body.settlement.id
  }
  async function anApproval(): Promise<{ id: string; transfer: string }> {
    const id = await aRequest()
    const { body } = await ground().operator.call<{ settlement: { transfers: { id: string }[] } }>("POST", `/admin/settlements/${id}/approval`, {})
    return { id, transfer: body.settlement.transfers[0]?.id ?? "none" }
  }
  const pay = (transfer: string) => {
    const bank_reference = `99${process.pid}${(references += 1)}`
    return () => ground().operator.call("POST", `/admin/transfers/${transfer}/payment`, { bank: "mellat", bank_reference })
  }
  /** What the bank says of a transfer, and how its settlement then stands, with the one journal that says so. */
  const told = (how: string, body: object, { id, transfer }: { id: string; transfer: string }, as: { state: string; journal: string }): Work => ({
    ask: () => ground().operator.call("POST", `/admin/transfers/${transfer}/${how}`, body),
    stands: async () => ({ ...(await stateOf(id)), journals: await journals(`transfer:${transfer}:${as.journal}`) }),
    as: { state: as.state, journals: 1 },
  })

  return {
    "a merchant asks to be settled": {
      workflow: "pasaj-request-settlement",
      prepare: async () => {
        await ground().release()
        const before = await count("merchant_settlement where state = 'requested'", [])
        return {
          ask: request,
          stands: async () => ({ more: (await count("merchant_settlement where state = 'requested'", [])) - before, payable: await count("ledger_account where name like 'merchant:%:payable' and balance > 0", []) }),
          as: { more: 1, payable: 0 },
        }
      },
    },
    "a settlement is approved": {
      workflow: "pasaj-approve-settlement",
      prepare: async () => {
        const id = await aRequest()
        return {
          ask: () => ground().operator.call("POST", `/admin/settlements/${id}/approval`, {}),
          stands: async () => ({ ...(await stateOf(id)), transfers: await count("settlement_transfer where settlement_id = $1", [id]) }),
          as: { state: "approved", transfers: 1 },
        }
      },
    },
    "a transfer is paid": {
      workflow: "pasaj-pay-transfer",
      prepare: async () => {
        const { id, transfer } = await anApproval()
        return { ...told("payment", {}, { id, transfer }, { state: "paid", journal: "paid" }), ask: pay(transfer) }
      },
    },
    "a merchant withdraws its request": {
      workflow: "pasaj-withdraw-settlement",
      prepare: async () => {
        const id = await aRequest()
        return {
          ask: () => ground().member.call("POST", `/merchant/settlements/${id}/withdrawal`, {}),
          stands: async () => ({ ...(await stateOf(id)), journals: await journals(`settlement:${id}:withdraw`) }),
          as: { state: "withdrawn", journals: 1 },
        }
      },
    },
    "the bank refuses a transfer": {
      workflow: "pasaj-reject-transfer",
      prepare: async () => told("rejection", { reason: "the account is closed" }, await anApproval(), { state: "failed", journal: "rejected" }),
    },
    "a paid transfer comes back": {
      workflow: "pasaj-return-transfer",
      prepare: async () => {
        // The last one's account is not paid to any more, until it is registered anew.
        const { body } = await ground().member.call<{ payout_accounts: { sheba: string; holder: string }[] }>("GET", "/merchant/payout-accounts")
        const [{ sheba, holder }] = body.payout_accounts as [{ sheba: string; holder: string }]
        await ground().member.call("POST", "/merchant/payout-accounts", { sheba, holder })
        const approved = await anApproval()
        await pay(approved.transfer)()
        return told("return", { reason: "the account is closed" }, approved, { state: "failed", journal: "returned" })
      },
    },
  }
}
