import { balances } from "./journal"
import { fundCapture, releaseParcel } from "./custody-journals"

const irr = (minor: number) => ({ minor, currency: "irr" })
const at = (map: Map<string, { minor: number }>) => Object.fromEntries([...map].map(([name, { minor }]) => [name, minor]))

test("K1 K2 K16 captured money waits in a hold for each shop; the marketplace's own lines are its own", () => {
  const journal = fundCapture({ id: "capt_1", order_id: "order_1", provider: "pp_system_default", amount: irr(1000) }, [
    { account: "hold:a", due: 600, funded: 0 },
    { account: "hold:b", due: 300, funded: 0 },
    { account: "platform:order_income", due: 91, funded: 0 },
    { account: "platform:tax_due", due: 9, funded: 0 },
  ])
  expect(journal.key).toBe("capture:capt_1:fund")
  expect(at(balances([journal]))).toEqual({
    "gateway:pp_system_default": -1000, "hold:a": 600, "hold:b": 300, "platform:order_income": 91, "platform:tax_due": 9,
  })
})

test("what the order does not explain is nobody's yet", () => {
  const journal = fundCapture({ id: "capt_2", order_id: "order_1", provider: "pp", amount: irr(50) }, [{ account: "hold:a", due: 40, funded: 0 }])
  expect(at(balances([journal]))).toEqual({ "gateway:pp": -50, "hold:a": 40, "suspense:overpaid": 10 })
})

test("K8 a released parcel is the merchant's in full: nobody takes a cut", () => {
  const journal = releaseParcel({ id: "prcl_1", hold_id: "a", merchant_id: "mer_1", amount: irr(600) }, "given")
  expect(journal).toMatchObject({ key: "parcel:prcl_1:release", kind: "parcel_released" })
  expect(at(balances([journal]))).toEqual({ "hold:a": -600, "merchant:mer_1:payable": 600 })
})
