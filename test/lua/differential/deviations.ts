/**
 * Programs of the corpus in which the engine is known to differ from Lua 5.3, with the reason. Their tests demand the
 * difference, so that whoever removes one is told to shorten this list.
 */
export const KNOWN_DEVIATIONS: Readonly<Record<string, string>> = {
  'coroutines/yield outside': 'the position of the caller stands before the message',
  'errors/string library argument errors': 'methods count self as the first argument in messages',
  'errors/base argument errors': 'the position of the caller stands before `table index is nil`',
  'errors/calls through fields and methods': 'messages do not name constants',
  'scoping/globals are fields of the environment': 'there is no variable _ENV',
  'messages/call names what is to blame': 'messages name no constants',
  'messages/negation names what is to blame': 'messages name no constants',
  'messages/every failure of a string constant tells its line': 'messages do not name constants',
};
