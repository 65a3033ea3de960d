import { byLine, problem } from "./problems"

test("a problem says what is wrong in words, with the cell it is about", () => {
  expect(problem(7, "price_malformed", { price: "5 USD" })).toEqual({
    line: 7, severity: "error", code: "price_malformed", reason: "'5 USD' is not a price; write it as 19.99.",
  })
})

test("a cell as long as a page is cut, so that the report stays readable", () => {
  expect(problem(2, "image_unreadable", { image: "x".repeat(5_000) }).reason.length).toBeLessThan(300)
})

//  letters   and then   the cell reads                    why
test.each([
  [199,       "😀",      `${"x".repeat(199)}😀`,           "200 characters are not cut, although they are 201 units"],
  [199,       "😀y",     `${"x".repeat(199)}😀…`,          "cut behind the emoji, not amid it"],
  [200,       "😀",      `${"x".repeat(200)}…`,            "cut before the emoji"],
  [0,         "😀".repeat(300), `${"😀".repeat(200)}…`,    "nothing but emoji"],
])("a cell of %i letters and %j is cut by characters, never amid one", (letters, rest, shown, _why) => {
  expect(problem(2, "price_malformed", { price: "x".repeat(letters) + rest }).reason).toBe(`'${shown}' is not a price; write it as 19.99.`)
})

test("problems are told in the order of the file, those of one line in the order they were found", () => {
  const list = [problem(9, "title_missing"), problem(2, "stock_missing"), problem(2, "price_missing")]
  expect(byLine(list).map(({ line, code }) => `${line} ${code}`)).toEqual(["2 stock_missing", "2 price_missing", "9 title_missing"])
})
