/** As much of a message as a model reads quickly: both ends, where people say what they want. */

/** Together some 400 tokens: the smaller embedding models read 512 and would never see the end. */
const atStart = 1000;
const atEnd = 500;

export const excerptOf = (text: string): string =>
  text.length <= atStart + atEnd ? text : `${text.slice(0, atStart)}\n${text.slice(-atEnd)}`;
