import { editedProduct, productOf, type Draft, type DraftVariant, type ListedSource, type ProductEdit } from "./draft"

const variant = (options: Record<string, string>, more: Partial<DraftVariant> = {}): DraftVariant => ({
  options, price_minor: 100, stock: 4, sku: null, barcode: null, weight_grams: null, ...more,
})
const draft = (options: string[], variants: DraftVariant[]): Draft => ({
  handle: "cap", title: "Cap", description: "<b>Warm</b>", vendor: null, kind: null, tags: [], category_ids: [], images: [], published: true, options, variants,
})
const codeOf = (work: () => unknown) => {
  try {
    work()
    return "fits"
  } catch (error) {
    return (error as { code?: string }).code
  }
}
const S = { Size: "S" }
const M = { Size: "M" }

describe("a product as a member says it", () => {
  test.each<[string[], DraftVariant[], string, string]>([
    [[],         [variant({})],                                               "fits",                    "without options"],
    [["Size"],   [variant(S), variant(M)],                                    "fits",                    "with one"],
    [[],         [],                                                          "product_without_variant", "nothing to buy"],
    [[],         [variant({}), variant({})],                                  "variant_repeated",        "two that nobody could tell apart"],
    [["Size"],   [variant(S), variant(S)],                                    "variant_repeated",        "the same size twice"],
    [["Size"],   [variant({})],                                               "variant_options_wrong",   "no size"],
    [["Size"],   [variant({ ...S, Colour: "Red" })],                          "variant_options_wrong",   "an option the product has not"],
    [[],         [variant(S)],                                                "variant_options_wrong",   "nor here"],
    [["Size"],   [variant(S, { sku: "A" }), variant(M, { sku: "A" })],        "sku_repeated",            "one SKU, one variant"],
  ])("options %j, variants %#: %s (%s)", (options, variants, code) => expect(codeOf(() => productOf(draft(options, variants)))).toBe(code))

  test("becomes what an import would make of it: markup is gone, option values are gathered", () => {
    expect(productOf(draft(["Size"], [variant(S), variant(M)]))).toMatchObject({
      description: "Warm", wanted: true, options: [{ name: "Size", values: ["S", "M"] }], variants: [{ values: ["S"] }, { values: ["M"] }],
    })
  })
})

describe("an edit of a listed product", () => {
  const made = productOf(draft(["Size"], [variant(S, { sku: "A" }), variant(M)]))
  const listed: ListedSource = { ...made, variants: made.variants.map((each, i) => ({ ...each, id: `v${i}` })) }

  test.each<[ProductEdit, string, string]>([
    [{ title: "Hat" },                                                  "fits",                    "another title"],
    [{ variants: [{ id: "v9", price_minor: 5 }] },                      "variant_not_found",       "a variant it has not"],
    [{ remove_variants: ["v9"] },                                       "variant_not_found",       "nor can it lose one"],
    [{ remove_variants: ["v0", "v1"] },                                 "product_without_variant", "one must stay"],
    [{ remove_variants: ["v0"], add_variants: [variant(S)] },           "fits",                    "one goes, one like it comes"],
    [{ add_variants: [variant(S)] },                                    "variant_repeated",        "there is one already"],
    [{ variants: [{ id: "v1", sku: "A" }] },                            "sku_repeated",            "its neighbour's SKU"],
    [{ add_variants: [variant({ Colour: "Red" })] },                    "variant_options_wrong",   "options are what they are"],
  ])("%j: %s (%s)", (edit, code) => expect(codeOf(() => editedProduct(listed, edit))).toBe(code))

  test("changes what it names, and leaves the stock to be set apart", () => {
    const edited = editedProduct(listed, { description: null, variants: [{ id: "v0", price_minor: 250, stock: 9 }], add_variants: [variant({ Size: "L" })] })
    expect(edited).toMatchObject({ title: "Cap", description: null, options: [{ values: ["S", "M", "L"] }] })
    expect(edited.variants.map(({ price_minor, stock, sku }) => [price_minor, stock, sku])).toEqual([[250, 4, "A"], [100, 4, null], [100, 4, null]])
  })
})
