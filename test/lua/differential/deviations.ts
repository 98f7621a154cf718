export const KNOWN_DEVIATIONS: Readonly<Record<string, string>> = {};
