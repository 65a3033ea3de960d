import type { Standing } from "./plan"
import { planImport } from "./plan"
import type { SourceProduct } from "./product"

const product = (handle: string): SourceProduct => ({
  line: 2, handle, title: handle, description: null, vendor: null, kind: null, tags: [], wanted: true, options: [], images: [], variants: [],
})
const done: Standing = { product_id: "prod_1", digest: "now", finished: true, present: true }

//  what the shop has                          plan         why
const cases: [Standing | null, string, string][] = [
  [null,                                       "make",      "nothing of that handle"],
  [done,                                       "unchanged", "the same content again changes nothing"],
  [{ ...done, digest: "before" },              "change",    "the file says something else than last time"],
  [{ ...done, digest: "changing" },            "change",    "a change was cut off: no file has that digest"],
  [{ ...done, digest: "", finished: false },   "remake",    "it was begun and never finished, and nobody has seen it"],
  [{ ...done, finished: false },               "remake",    "whatever its digest says"],
  [{ ...done, present: false },                "remake",    "an operator deleted it; its place, with its blocks, is still there"],
  [{ ...done, finished: false, present: false }, "remake",  "cut off before Medusa made anything"],
]
test.each(cases)("a product standing as %j: %s, since %s", (standing, planned) => {
  const there = new Map(standing ? [["cap", standing]] : [])
  const plan = planImport([{ product: product("cap"), digest: "now" }], there)
  const found = (["make", "remake", "change", "unchanged"] as const).filter((key) => plan[key].length === 1)
  expect(found).toEqual([planned])
})

test("products of the shop that the file does not name are left alone", () => {
  expect(planImport([], new Map([["cap", done]]))).toEqual({ make: [], remake: [], change: [], unchanged: [] })
})
