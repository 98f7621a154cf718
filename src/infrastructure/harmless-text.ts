/** Text of others as it may be written to a terminal. */

/** Shows control characters, which would let a text forge lines or move the cursor; line breaks and tabs stay. */
export function harmlessText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (char) => {
    return `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}
