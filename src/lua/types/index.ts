export {
  type DescribedType,
  type DescribeOptions,
  describeInterface,
  describeType,
  describeTypeStatement,
} from './description/describe.ts';
export type { TypeDescription } from './description/description.ts';
export type { TypeScope } from './description/instantiate.ts';
export { createTypeGlobals } from './globals.ts';
export type { Type } from './model.ts';
export { printType } from './print.ts';
export { typeEquals } from './relations/equality.ts';
export { isAssignable, isSubtype } from './relations/subtype.ts';
export { validate } from './validation/validate.ts';
export { createTypeValue, failureError, readType, stringLibraryMetatable, TypeHandle, typeValue } from './value.ts';
