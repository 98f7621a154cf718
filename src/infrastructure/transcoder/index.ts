export { hostPayload, type Payload, PayloadFormat, type PayloadFormatName, payload } from './payload.ts';
export { createTranscoder, registerStandardConversions } from './standard-conversions.ts';
export { type Conversion, Transcoder } from './transcoder.ts';
