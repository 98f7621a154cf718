export { Finder, type FinderOptions } from './finder.ts';
export { compileQuery, type EntryFilter, type Query, type QueryCompiler } from './query.ts';
