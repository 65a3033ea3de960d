import { headerOf, missingColumns, rowOf } from "./columns"

//  header                                                     missing                                 why
test.each([
  [["Handle", "Title", "Variant Price"],                       [],                                     "no other column is needed"],
  [[" HANDLE ", "title", "variant price"],                     [],                                     "spaces and case do not matter"],
  [["URL handle", "Title", "Price"],                           [],                                     "the newer names of the same columns"],
  [["Title"],                                                  ["handle", "variant price"],            "they are told by the name most files use"],
  [["Handle;Title;Variant Price"],                             ["handle", "title", "variant price"],   "semicolons make one column of it"],
])("the header %j lacks %j: %s", (cells, missing) => {
  expect(missingColumns(headerOf(cells))).toEqual(missing)
})

test("a row has every column we read, trimmed; what the file lacks is empty", () => {
  const header = headerOf(["Vendor", "Handle", "Price", "Title", "Variant Price"])
  const row = rowOf(header, 7, [" Ada ", "cap", "9", "Cap"])
  expect(row.line).toBe(7)
  expect(row.cells).toMatchObject({ vendor: "Ada", handle: "cap", title: "Cap", price: "", sku: "", option3_value: "" })
})
