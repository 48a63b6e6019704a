/** Plain prose of chance, as long as what people and models write to each other. */

const words =
  "the plan holds when each part can fail alone so we keep one queue for every model and ask again later because an answer that comes late is still an answer while a lost one costs trust and nobody reads the log until then".split(
    " ",
  );

/** Mean length, characters; the texts are from half to one and a half of it. */
const meanTextChars = 300;

/** So many texts, all different enough that nothing can be kept instead of being read. */
export const proseOf = (count: number, random: () => number): readonly string[] =>
  Array.from({ length: count }, () => {
    const length = Math.round(meanTextChars * (0.5 + random()));
    let text = "";
    while (text.length < length) text += `${words[Math.floor(random() * words.length)]} `;
    return text.slice(0, length).trim();
  });
