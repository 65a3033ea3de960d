import { existsSync, readFileSync } from "node:fs"
import { resolve } from "node:path"

import fc from "fast-check"

import { parseCatalogue } from "./parse"
import { MOST_CHARACTERS, MOST_ROWS } from "./rows"

const header = "Handle,Title,Published,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode,Image Src"
const pricing = { currency: "irr", rate: "10", rounding_minor: 1 }
const parse = (...rows: string[]) => parseCatalogue([header, ...rows].join("\n"), pricing)
const said = ({ problems }: { problems: { line: number; code: string }[] }) => problems.map(({ line, code }) => `${line} ${code}`)

test("a product inherits over its rows: variants, options and images come together", () => {
  const { rows, products, problems } = parse(
    "cap,Cap,true,Size,S,Color,Red,C1,4,1.50,'9009518582030,//cdn.example/1.jpg",
    "cap,,,,L,,Red,C2,0,2,,",
    "cap,,,,,,,,,,,https://cdn.example/2.jpg",
    "mug,Mug,false,Title,Default Title,,,,1,3,,",
  )
  expect(problems).toEqual([])
  expect(rows).toBe(4)
  expect(products).toMatchObject([
    {
      line: 2, handle: "cap", title: "Cap", wanted: true,
      options: [{ name: "Size", values: ["S", "L"] }, { name: "Color", values: ["Red"] }],
      images: ["https://cdn.example/1.jpg", "https://cdn.example/2.jpg"],
      variants: [
        { line: 2, values: ["S", "Red"], sku: "C1", barcode: "9009518582030", stock: 4, price_minor: 15 },
        { line: 3, values: ["L", "Red"], sku: "C2", barcode: null, stock: 0, price_minor: 20 },
      ],
    },
    { line: 5, handle: "mug", wanted: false, options: [{ name: "Title", values: ["Default Title"] }], images: [], variants: [{ sku: null, price_minor: 30 }] },
  ])
})

test("half a character (a lone surrogate) becomes the sign for what cannot be read, a whole one stays", () => {
  const { products } = parseCatalogue("Handle,Title,Vendor,Tags,Variant Price\nmug,M\ud800ug 😀,V\udc00,\ud83dt,3", pricing)
  expect(products).toMatchObject([{ title: "M\ufffdug 😀", vendor: "V\ufffd", tags: ["\ufffdt"] }])
})

//  row 2                                  row 3                          problems                              good  why
const reported: [string, string, string[], number, string][] = [
  ["cap,Cap,true,Size,S,,,,1,2,,",         ",Cap,,,M,,,,1,2,,",           ["3 handle_missing"],                 1, "it belongs to no product"],
  ["cap,Cap,true,Size,S,,,,1,2,,",         "Cap!,Cap,,,M,,,,1,2,,",       ["3 handle_malformed"],               1, "no address could be made of it"],
  ["cap,,true,Size,S,,,,1,2,,",            "cap,,,,M,,,,1,2,,",           ["2 title_missing"],                  0, "nobody could be shown it"],
  ["cap,,true,Size,S,,,,1,2,,",            "cap,Cap,,,M,,,,1,2,,",        [],                                   2, "a title that comes late is a title"],
  ["cap,Cap,true,Size,S,,,,1,2,,",         "cap,,,,M,,,,1,,,",            ["3 price_missing"],                  1, "one bad row, one good"],
  ["cap,Cap,true,Size,S,,,,1,two,,",       "cap,,,,M,,,,1,2,,",           ["2 price_malformed"],                1, "also when it is the first row"],
  ["cap,Cap,true,Size,S,,,,1,0.00,,",      "cap,,,,M,,,,1,2,,",           ["2 price_not_above_zero"],           1, "free is a mistake"],
  ["cap,Cap,true,Size,S,,,,1,2,,",         "cap,,,,S,,,,1,2,,",           ["3 variant_repeated"],               1, "the same options twice"],
  ["cap,Cap,true,Size,S,,,,1,2,,",         "cap,,,,M,,,,many,2,,",        ["3 stock_unreadable"],               1, "an unreadable number"],
  ["cap,Cap,true,Size,S,,,,1.5,2,,",       "cap,,,,M,,,,1,2,,",           ["2 stock_unreadable"],               1, "half a cap"],
  ["cap,Cap,true,Size,S,,,,-3,2,,",        "cap,,,,M,,,,1,2,,",           ["2 stock_negative"],                 2, "negative stock becomes 0 with a warning"],
  ["cap,Cap,true,Size,S,,,,,2,,",          "cap,,,,M,,,,1,2,,",           ["2 stock_missing"],                  2, "what is not told is not there"],
  ["cap,Cap,true,Size,S,Color,Red,,1,2,,", "cap,,,,M,,,,1,2,,",           ["3 option_value_missing"],           1, "which colour?"],
  ["cap,Cap,true,,S,,,,1,2,,",             "cap,,,,M,,,,1,2,,",           ["2 option_unnamed"],                 2, "an option without a name gets one"],
  ["cap,Cap,true,Size,S,Size,Red,,1,2,,",  "cap,,,,M,,Red,,1,2,,",        ["2 option_name_repeated"],           2, "two options of one name are told apart"],
  ["cap,Cap,true,Size,S,,,A,1,2,,",        "mug,Mug,,,,,,A,1,2,,",        ["3 sku_repeated"],                   2, "an SKU names one variant"],
  ["cap,Cap,maybe,Size,S,,,,1,2,,",        "cap,,,,M,,,,1,2,,",           ["2 published_unreadable"],           2, "not shown when in doubt"],
  ["cap,Cap,true,Size,S,,,,1,2,,x.jpg",    "cap,,,,M,,,,1,2,,",           ["2 image_unreadable"],               2, "a relative picture"],
  ["cap,Cap,true,Size,S,,,,1,2,,,surplus", "cap,Cap,,Size,M,,,,1,2,,",    ["2 row_too_long"],                   1, "a comma outside quotes moved the cells"],
  ["cap,Cap,true",                         "mug,Mug,,,,,,,1,2,,",         ["2 no_variant"],                     1, "a title is not yet something to buy"],
  ["cap,\"Cap,true",                       "mug,Mug,,,,,,,1,2,,",         ["2 row_unreadable"],                 1, "a quote that never closes costs its own line"],
  ["cap,\"C\"ap,true,Size,S,,,,1,2,,",     "mug,Mug,,,,,,,1,2,,",         ["2 row_unreadable"],                 1, "a quote in the wrong place too"],
  ["cap,Cap,true,Size,۴۲,,,,۷,۲٫۵,,",      "cap,,,,۴۳,,,,1,2,,",          [],                                   2, "Persian digits are numbers"],
]
test.each(reported)("%j then %j says %j and keeps %i: %s", (first, second, problems, good) => {
  const catalogue = parse(first, second)
  expect(said(catalogue)).toEqual(problems)
  expect(catalogue.products.flatMap(({ variants }) => variants)).toHaveLength(good)
})

test("negative stock became 0, and the repeated SKU got a number that nobody else has", () => {
  const { products } = parse("cap,Cap,,Size,S,,,A,-3,2,,", "cap,,,,M,,,A,1,2,,", "cap,,,,L,,,A-2,1,2,,", "cap,,,,XL,,,A,1,2,,")
  expect(products[0]?.variants.map(({ sku, stock }) => [sku, stock])).toEqual([["A", 0], ["A-3", 1], ["A-2", 1], ["A-4", 1]])
})

test.each([["\n"], ["\r\n"], ["\r"]])("lines are those of the file although cells span lines, with %j", (end) => {
  const text = ["\ufeff" + header, `cap,"Cap`, `of`, `three lines",,,,,,,1,2,,`, "", "", "mug,Mug,,,,,,,1,bad,,"].join(end)
  const { products, problems } = parseCatalogue(text, pricing)
  expect(products).toMatchObject([{ line: 2, title: "Cap\nof\nthree lines" }])
  expect(said({ problems })).toEqual(["7 price_malformed"]) // the mug has no other row, and its line says why
})

test("the newer names of Shopify's columns are understood, in any case, and what is a draft there is not wanted here", () => {
  const { products } = parseCatalogue("URL HANDLE,Title,Status,SKU,Price,Inventory quantity\ncap,Cap,Draft,A,2,3", pricing)
  expect(products).toMatchObject([{ handle: "cap", wanted: false, variants: [{ sku: "A", stock: 3, price_minor: 20 }] }])
})

//  file                                                     code                         why
const refused: [string, string, string][] = [
  ["",                                                       "catalogue_columns_missing", "nothing at all"],
  ['{"products": []}',                                       "catalogue_columns_missing", "JSON is no CSV"],
  ["a;b;c\n1;2;3",                                           "catalogue_columns_missing", "another kind of table"],
  ["Handle,Variant Price\ncap,1",                            "catalogue_columns_missing", "no titles"],
  ["Title,Variant Price\nCap,1",                             "catalogue_columns_missing", "no handles"],
  [`${header}\n\n`,                                          "catalogue_empty",           "no row"],
  [`${header}\ncap,C\0p,,,,,,,1,2,,`,                        "catalogue_unreadable",      "a picture, not a text"],
  [`${header}\n${"a\"b\n".repeat(50)}`,                      "catalogue_unreadable",      "nothing but broken rows"],
  ["x".repeat(MOST_CHARACTERS + 1),                          "catalogue_too_large",       "too many characters"],
  [`${header}\n${"cap\n".repeat(MOST_ROWS + 1)}`,            "catalogue_too_long",        "too many rows"],
]
test.each(refused.map(([file, code, why]) => ({ file, code, why })))("a file is refused with $code: $why", ({ file, code }) => {
  expect(() => parseCatalogue(file, pricing)).toThrow(expect.objectContaining({ code }))
})

test("law: parsing keeps exactly the good rows and reports exactly the bad ones by their line", () => {
  const price = fc.constantFrom("1", "2.50", "", "-1", "0", "free", "12")
  const product = fc.record({ prices: fc.array(price, { minLength: 1, maxLength: 6 }), breaks: fc.nat({ max: 3 }) })
  fc.assert(fc.property(fc.array(product, { minLength: 1, maxLength: 8 }), (listed) => {
    const lines = [header]
    const good: number[] = []
    const bad: number[] = []
    listed.forEach(({ prices, breaks }, p) => prices.forEach((each, i) => {
      (/^[1-9]/.test(each) ? good : bad).push(lines.length + 1)
      const title = i === 0 ? `"Product ${"\n".repeat(breaks)}"` : ""
      lines.push(...`p${p},${title},,Size,v${i},,,,1,${each},,`.split("\n"))
    }))
    const { products, problems } = parseCatalogue(lines.join("\n"), pricing)
    expect(products.flatMap(({ variants }) => variants.map(({ line }) => line))).toEqual(good)
    expect(problems.map(({ line }) => line)).toEqual(bad)
  }))
})

const folder = resolve(__dirname, "../../../../shared/data/catalogs")
const real = existsSync(folder) ? test : test.skip

//  file                    rows  products  variants  images  errors  warnings  first error of the file
const catalogues: [string, number, number, number, number, number, number, string | undefined][] = [
  ["apparel.csv",             22,       20,       22,     20,      0,        0, undefined],
  ["bicycles.csv",          1399,      282,     1119,   1033,      2,       64, "861 price_not_above_zero"],
  ["home-and-garden.csv",     21,       20,       21,     21,      0,        0, undefined],
  ["jewelery.csv",            41,       20,       23,     41,      0,        0, undefined],
  ["snowdevil.csv",          636,      277,      618,    410,      4,        2, "2185 price_not_above_zero"],
]
for (const [file, rows, products, variants, images, errors, warnings, first] of catalogues)
  real(`the real catalogue ${file} (from ../shared/data/catalogs; skipped where it is absent) gives ${variants} variants`, () => {
    const catalogue = parseCatalogue(readFileSync(resolve(folder, file), "utf8"), { currency: "irr", rate: "420000", rounding_minor: 10_000 })
    const counts = [
      catalogue.rows, catalogue.products.length, catalogue.products.flatMap((each) => each.variants).length,
      catalogue.products.flatMap((each) => each.images).length,
      ...["error", "warning"].map((severity) => catalogue.problems.filter((each) => each.severity === severity).length),
    ]
    expect(counts).toEqual([rows, products, variants, images, errors, warnings])
    expect(said({ problems: catalogue.problems.filter(({ severity }) => severity === "error") })[0]).toBe(first)
  })
