import { contract } from "../src/api/contract"
import { refusedByGuard } from "../src/api/endpoint"
import { errors, type ErrorCode } from "../src/domain/errors"
import { read, sourceFiles } from "./support/sources"

const codes = Object.keys(errors) as ErrorCode[]

/** Codes that no route of ours answers, by the reason. A code that gains a route leaves this list. */
const withoutRoute: Record<string, ErrorCode[]> = {
  "a route of Medusa's answers it, which we watch (src/api/store/guards)": ["shop_not_selling", "product_not_for_sale"],
  "only a defect of ours could cause it": [
    "account_unknown", "journal_circular", "journal_empty", "journal_key_reused", "journal_mixed_currencies",
    "money_negative", "money_not_whole", "money_without_parts", "row_not_found",
  ],
  "a lease says it, in `renewal_refused`": ["renewal_failed"],
  "the calendar is edited through its module: it has no routes yet": [
    "bad_day", "bad_days", "bad_hours", "bad_instant", "bad_jalali_date", "bad_months", "bad_weekend", "bad_zone", "calendar_change_unsigned",
    "calendar_never_open", "calendar_version_unknown", "holiday_exists", "holiday_unknown",
  ],
}
const excused = Object.values(withoutRoute).flat()

const answered = new Set<ErrorCode>(contract.flatMap((endpoint) => [...refusedByGuard(endpoint), ...endpoint.errors]))

describe("every error code", () => {
  test("is refused somewhere: a code that nobody raises is a promise that nobody keeps", () => {
    const raising = sourceFiles()
      .filter((file) => file !== "src/domain/errors.ts" && !file.endsWith("contract.ts"))
      .map(read)
      .join("\n")
    expect(codes.filter((code) => !new RegExp(`["'\`]${code}["'\`]`).test(raising))).toEqual([])
  })

  test("is in the error list of a route, or says here why no route answers it", () => {
    expect(codes.filter((code) => !answered.has(code) && !excused.includes(code))).toEqual([])
    expect(excused.filter((code) => answered.has(code))).toEqual([])
  })

  test("is a sentence for people, and says 404 exactly where something is not there", () => {
    expect(codes.filter((code) => code !== "bad_input" && !/^['{A-Z].*[.]$/.test(errors[code].message))).toEqual([])
    expect(codes.filter((code) => code.endsWith("_not_found") && errors[code].type !== "not_found")).toEqual([])
  })
})
