/**
 * Programs of the corpus in which the engine is known to differ from Lua 5.3, with the reason. Their tests demand the
 * difference, so that whoever removes one is told to shorten this list.
 */
export const KNOWN_DEVIATIONS: Readonly<Record<string, string>> = {};
