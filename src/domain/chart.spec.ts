import { account, chart, chartEntry } from "./chart"
import { isRefusal } from "./errors"

const charted = (name: string) => {
  try {
    return chartEntry(name)
  } catch (caught) {
    if (isRefusal(caught, "account_unknown")) return null
    throw caught
  }
}

describe("the chart of accounts", () => {
  test.each([
    //  name                              class        protection  why
    ["gateway:pp_system_default",         "asset",     "open",     "money at a provider"],
    ["bank:mellat",                       "asset",     "open",     "money in a bank"],
    ["hold:hold_01JABC",                  "liability", "guarded",  "K2 the buyer's money is never lent"],
    ["merchant:mer_1:payable",            "liability", "payable",  "a fine may leave a debt"],
    ["merchant:mer_1:in_settlement",      "liability", "guarded",  "what is reserved is there"],
    ["supplier:sup_1:payable",            "liability", "payable",  "like a merchant's"],
    ["supplier:sup_1:in_settlement",      "liability", "guarded",  "like a merchant's"],
    ["buyer:order_1:refund_due",          "liability", "guarded",  "owed to a buyer"],
    ["buyer:order_1:compensation_due",    "liability", "guarded",  "owed to a buyer"],
    ["platform:tax_due",                  "liability", "open",     "touched by everybody"],
    ["platform:rent_earned",              "income",    "open",     "K8 the marketplace earns rent"],
    ["platform:loss",                     "expense",   "open",     "what it bears"],
    ["platform:owner",                    "equity",    "open",     "the owner's own"],
    ["suspense:refund_1",                 "liability", "open",     "not yet understood"],
  ])("%s: %s, %s (%s)", (name, cls, protection) => expect(charted(name)).toMatchObject({ class: cls, protection }))

  test.each([
    ["",                          "nothing"],
    ["hold:",                     "no id"],
    ["hold:a:b",                  "an id holds no colon"],
    ["hold:a b",                  "nor a space"],
    ["hold:a\n",                  "nor a line's end"],
    ["hold:غرفه",                 "nor letters that look alike"],
    ["Hold:a",                    "names are written small"],
    ["xhold:a",                   "a name is matched whole"],
    ["merchant:m",                "which of its accounts?"],
    ["merchant:m:held",           "held money stands in holds"],
    ["merchant:m:payable:x",      "nothing follows"],
    ["platform:commission",       "K8 there is no commission to post to"],
    ["platform:",                 "which?"],
    ["cash",                      "not ours"],
  ])("'%s' is no account (%s)", (name) => expect(charted(name)).toBeNull())

  test("each name fits one pattern only, and each pattern says what it is", () => {
    const sample = (pattern: string) => pattern.replace(/<\w+>/g, "x_1")
    for (const entry of chart) expect(charted(sample(entry.pattern))).toBe(entry)
    expect(chart.filter((entry) => entry.meaning.length < 10)).toEqual([])
  })

  test("every name that code makes is in the chart", () => {
    const names = Object.values(account).map((make) => (typeof make === "function" ? make("id_1") : make))
    expect(names.filter((name) => charted(name) === null)).toEqual([])
  })
})
