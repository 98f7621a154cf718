/** Id of the entry whose files are the compiled code of a pack; the name is that of the reference. */
export const BYTECODE_ID = 'internal:lua.bytecode';
