const ENTITIES: Record<string, string> = { amp: "&", quot: '"', apos: "'", nbsp: " ", zwnj: "\u200c", ndash: "–", mdash: "—", hellip: "…", lt: "<", gt: ">" }

const entity = (whole: string, name: string): string => {
  if (!name.startsWith("#")) return ENTITIES[name.toLowerCase()] ?? whole
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
  return code >= 32 && code <= 0x10ffff ? String.fromCodePoint(code).replace(/\p{Surrogate}/u, " ") : " "
}

/** Text without halves of characters (lone surrogates), which no database takes: each becomes the sign for what cannot be read. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD")

/** The first `most` characters of a text, never half a one, and a sign that there was more. */
export function cut(text: string, most: number): string {
  const characters = [...text.slice(0, 2 * most + 2)]
  return characters.length > most ? `${characters.slice(0, most).join("")}…` : text
}

/** What is left of a tag around a tag may be one itself, so tags are taken out until there is none. */
function withoutTags(text: string): string {
  for (let before = ""; before !== text; ) {
    before = text
    text = text.replace(/<\/?[a-z!][^>]*>?/gi, "")
  }
  return text
}

/**
 * The words of a piece of HTML, one line for each block. Descriptions come from merchants and end on pages of the
 * marketplace, so nothing of the markup is kept, also where it was written as entities.
 */
export function plainText(html: string): string {
  const lines = html
    .replace(/<(script|style)\b[\s\S]*?(<\/\1\s*>|$)/gi, "")
    .replace(/<!--[\s\S]*?(-->|$)/g, "")
    .replace(/<li\b[^>]*>/gi, "\n• ")
    .replace(/<\/?(p|div|br|ul|ol|h[1-6]|tr|table)\b[^>]*>/gi, "\n")
  return withoutTags(withoutTags(lines).replace(/&(#?\w{1,8});/g, entity))
    .split("\n")
    .map((line) => line.replace(/\s+/g, " ").trim())
    .filter((line) => line !== "" && line !== "•")
    .join("\n")
}

/** An absolute address of an image, or null. Shopify leaves out the scheme: `//cdn…` means https. */
export function imageUrl(text: string): string | null {
  const address = text.startsWith("//") ? `https:${text}` : text
  return /^https?:\/\/[^\s"'<>\\]+$/i.test(address) && address.length <= 2000 && URL.canParse(address) ? address : null
}
