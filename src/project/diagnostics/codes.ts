/**
 * The one table of diagnostic codes. A code keeps its meaning for ever: one that is no longer reported stays here
 * with `retired: true` and is never given to another problem.
 *
 * Ranges: P00xx YAML text, P01xx entry files, P02xx `file://`, P03xx lock file, P04xx configuration, P05xx pipeline,
 * P06xx kinds and their data, P07xx references, P08xx Lua, P09xx what a running application refuses, W00xx
 * rules of `wippy lint --rules`, with the codes of the Go runtime.
 */
import type { Severity } from './diagnostic.ts';

export interface CodeDescription {
  readonly title: string;
  readonly severity: Severity;
  /** Why it is a problem and how to solve it, in full sentences. */
  readonly explanation: string;
  readonly retired?: true;
}

export const DIAGNOSTIC_CODES = {
  P0001: {
    title: 'Syntax error',
    severity: 'error',
    explanation:
      'The file is not well-formed YAML or JSON, so none of its entries can be read. Correct the marked place.',
  },
  P0002: {
    title: 'Tab used for indentation',
    severity: 'error',
    explanation: 'YAML does not allow tab characters as indentation. Replace them by spaces.',
  },
  P0003: {
    title: 'Duplicate key',
    severity: 'error',
    explanation: 'A mapping holds the same key twice, so one of the two values would be lost. Keep one of them.',
  },
  P0004: {
    title: 'Key is not a string',
    severity: 'error',
    explanation:
      'Keys of mappings must be strings, because entries are exchanged as JSON. Put quotes around numbers, booleans and null used as keys.',
  },
  P0005: {
    title: 'Aliases expand to too much data',
    severity: 'error',
    explanation:
      'The aliases (`*name`) of the document repeat so much data that it would fill the memory. Repeat less, or move the data to a file.',
  },
  P0006: {
    title: 'Nested too deeply',
    severity: 'error',
    explanation: 'The document nests lists and mappings deeper than the limit. Flatten the data.',
  },
  P0007: {
    title: 'Further documents are ignored',
    severity: 'warning',
    explanation: 'Only the first YAML document of a file is read. Move what follows `---` to a file of its own.',
  },
  P0008: {
    title: 'Number has no JSON form',
    severity: 'error',
    explanation: 'Infinity and NaN cannot be stored in an entry. Use a finite number or a string.',
  },
  P0009: {
    title: 'Alias without anchor',
    severity: 'error',
    explanation:
      'An alias (`*name`) refers to an anchor (`&name`) that is not defined before it. Define the anchor or quote the value.',
  },
  P0010: {
    title: 'Binary or unknown tag',
    severity: 'warning',
    explanation: 'The value carries a YAML tag that has no meaning here; the value itself is used as it is written.',
  },
  P0011: {
    title: 'File is too large',
    severity: 'error',
    explanation:
      'A definition file may hold at most 16 MiB of text. Move large values to files and refer to them with `file://`.',
  },
  P0012: {
    title: 'File is not UTF-8',
    severity: 'error',
    explanation: 'Definition files must be encoded in UTF-8. Save the file in this encoding.',
  },
  P0101: {
    title: 'Field of the file has the wrong type',
    severity: 'error',
    explanation:
      'The fields `version`, `namespace`, `name` and `kind` of a definition file are strings, `meta` is a mapping and `entries` a list of mappings. An unquoted `version: 1.0` is a number: write `version: "1.0"`.',
  },
  P0102: {
    title: 'File defines no entries',
    severity: 'error',
    explanation: 'A file with a `namespace` must have an `entries` list, or `name` and `kind` of a single entry.',
  },
  P0103: {
    title: 'Entry without name',
    severity: 'error',
    explanation: 'Every entry needs a `name`, a string that is not blank.',
  },
  P0104: {
    title: 'Entry without kind',
    severity: 'error',
    explanation: 'Every entry needs a `kind`, a string that is not blank.',
  },
  P0105: {
    title: 'Bad entry id',
    severity: 'error',
    explanation:
      'An id is `namespace:name`. A namespace or name with a colon, with blanks around it or with control characters cannot be referred to.',
  },
  P0106: {
    title: 'Duplicate entry',
    severity: 'warning',
    explanation: 'Two definitions have the same id; the last one that is loaded wins. Rename or remove one of them.',
  },
  P0107: {
    title: 'Entry metadata ignored',
    severity: 'warning',
    explanation: 'The `meta` of an entry must be a mapping; any other value is ignored.',
  },
  P0108: {
    title: 'Field beside `data` ignored',
    severity: 'warning',
    explanation:
      'When an entry has a `data` key, its value is the whole data of the entry and all other fields are discarded.',
  },
  P0109: {
    title: 'File cannot be read',
    severity: 'error',
    explanation: 'The file or directory could not be read. Check that it exists and that its permissions allow it.',
  },
  P0110: {
    title: 'File ignored',
    severity: 'warning',
    explanation: 'The file is not well-formed and does not look like a definition file, so it is left out.',
  },
  P0111: {
    title: 'Source directory not found',
    severity: 'warning',
    explanation: 'A directory that the lock file names does not exist, so nothing is loaded from it.',
  },
  P0112: {
    title: 'Module not installed',
    severity: 'error',
    explanation:
      'The lock file names a module that is not in the modules directory. Install it or add a replacement for it.',
  },
  P0113: {
    title: 'Entry misplaced',
    severity: 'warning',
    explanation:
      'The file has an `entries` list, so the `name` and `kind` at its top do not define an entry and are ignored.',
  },
  P0114: {
    title: 'File without namespace',
    severity: 'warning',
    explanation:
      'The file has entries but no `namespace`, so it is ignored, as in the Go runtime. It is an error where the key is misspelt.',
  },
  P0115: {
    title: 'Unknown field of the file',
    severity: 'warning',
    explanation: 'A definition file has no such field at its top, so it has no effect. It looks like a misspelt one.',
  },
  P0201: {
    title: 'Source file missing',
    severity: 'error',
    explanation:
      'A value `file://path` is replaced by the content of the file, and this file does not exist or cannot be read.',
  },
  P0202: {
    title: 'Path leaves the source directory',
    severity: 'error',
    explanation:
      'A `file://` path must stay inside the source directory of its module, also through symbolic links, so that a module cannot read other files of the machine.',
  },
  P0203: {
    title: 'Empty file path',
    severity: 'error',
    explanation:
      'A `file://` value needs a path: `file://handler.lua` beside the definition file, or `file:///lib/handler.lua` from the source directory.',
  },
  P0301: {
    title: 'Invalid lock file',
    severity: 'error',
    explanation: 'A field of `wippy.lock` is missing, empty or has the wrong type.',
  },
  P0302: {
    title: 'Invalid replacement',
    severity: 'error',
    explanation:
      'A replacement needs the module name in `from` and an existing directory in `to`, relative to the lock file.',
  },
  P0303: {
    title: 'Unknown field of the lock file',
    severity: 'warning',
    explanation: 'The field has no meaning in `wippy.lock` and is ignored.',
  },
  P0304: {
    title: 'Replacements in the lock file',
    severity: 'warning',
    explanation:
      'The section `replacements` of the lock file is deprecated. Move its entries to `workspace.replacements` of a configuration file.',
  },
  P0305: {
    title: 'Lock file missing',
    severity: 'warning',
    explanation:
      'The directory has no `wippy.lock`, which says where the sources are. They were looked for in `src`, but nothing would be run.',
  },
  P0401: {
    title: 'Invalid configuration file',
    severity: 'error',
    explanation: 'Each top-level key of `.wippy.yaml` except `version` is a section and must hold a mapping.',
  },
  P0402: {
    title: 'Missing configuration version',
    severity: 'error',
    explanation: 'A configuration file starts with `version: "1.0"`.',
  },
  P0403: {
    title: 'Unsupported configuration version',
    severity: 'error',
    explanation: 'The only supported version of the configuration file is "1.0".',
  },
  P0404: {
    title: 'Unknown configuration section',
    severity: 'warning',
    explanation: 'No part of the runtime reads this section, so its values have no effect.',
  },
  P0405: {
    title: 'Configuration file not found',
    severity: 'error',
    explanation: 'A configuration file that is named on the command line must exist.',
  },
  P0406: {
    title: 'Setting of the wrong type',
    severity: 'warning',
    explanation: 'The value is not used; the setting keeps its default, as in the Go runtime.',
  },
  P0407: {
    title: 'Unknown setting',
    severity: 'warning',
    explanation: 'No part of the runtime reads this key, so its value has no effect.',
  },
  P0408: {
    title: 'Setting without effect',
    severity: 'warning',
    explanation: 'The setting belongs to a part of Wippy that this runtime does not have, or does another way.',
  },
  P0409: {
    title: 'Unknown profile',
    severity: 'error',
    explanation:
      'A profile that is selected with `--profile` must be declared in the section `profiles` of a configuration file.',
  },
  P0410: {
    title: 'Unresolved reference in the configuration',
    severity: 'error',
    explanation:
      'A value refers to a variable that the section `vars` does not have, or with `env:` to one that is not in the environment. Variables of profiles cannot refer to the environment.',
  },
  P0411: {
    title: 'Invalid list operation',
    severity: 'error',
    explanation:
      'The operations `namespaces.add`, `namespaces.remove`, `entries.add` and `entries.remove` stand in the section `disable` of a profile and hold a list of patterns.',
  },
  P0412: {
    title: 'Invalid workspace replacement',
    severity: 'error',
    explanation:
      'An entry of `workspace.replacements` is `organization/module: directory`. The directory must exist; null takes back a replacement of an earlier file or profile.',
  },
  P0413: {
    title: 'Malformed value in the configuration',
    severity: 'error',
    explanation: 'A value of the sections `disable` or `vars` does not have the documented form.',
  },
  P0414: {
    title: 'Malformed line of an environment file',
    severity: 'error',
    explanation:
      'Every line of `.env`, or of the file of `--env-file`, assigns one variable, is empty, or is a comment. A quoted value may go on over lines.',
  },
  P0501: {
    title: 'Invalid override',
    severity: 'error',
    explanation:
      'An override is `namespace:entry:path=value`. The entry must exist, and the path must name a field in it.',
  },
  P0502: {
    title: 'Invalid disable pattern',
    severity: 'error',
    explanation: 'A pattern in `disable.entries` is `namespace:name`, each side with optional wildcards.',
  },
  P0503: {
    title: 'Unresolved requirement',
    severity: 'warning',
    explanation:
      'An `ns.requirement` has no value: no dependency passes a parameter for it and it has no default, or its targets do not exist.',
  },
  P0504: {
    title: 'Invalid requirement or dependency',
    severity: 'error',
    explanation: 'An `ns.requirement` or `ns.dependency` entry does not have the documented fields.',
  },
  P0505: {
    title: 'Override has no effect',
    severity: 'warning',
    explanation: 'The override names an entry that a `disable` pattern removes, so the value is never used.',
  },
  P0506: {
    title: 'Duplicate dependency',
    severity: 'error',
    explanation:
      'The application declares a dependency on the same module twice, so it is not clear which parameters count. Keep one `ns.dependency` entry for each module.',
  },
  P0507: {
    title: 'Dependency not installed',
    severity: 'warning',
    explanation:
      'An `ns.dependency` entry names a module that is neither in the lock file nor replaced by a directory, so none of its entries are there. It is an error where something refers to them.',
  },
  P0508: {
    title: 'Entry cannot be compiled',
    severity: 'error',
    explanation: 'A Lua entry that is to be compiled for a pack has no source, or one with an error.',
  },
  P0509: {
    title: 'Nothing to embed',
    severity: 'error',
    explanation:
      'A pattern of `--embed` selects no entry of kind `fs.directory`, or one whose directory does not exist.',
  },
  P0510: {
    title: 'Unusable pack',
    severity: 'error',
    explanation:
      'A pack that the lock file names is truncated, changed, or holds compiled code whose origin cannot be verified.',
  },
  P0511: {
    title: 'Dependency of another version',
    severity: 'warning',
    explanation:
      'The `version` of an `ns.dependency` entry does not allow the version of the module that is loaded: that of the lock file, or that in the `wippy.yaml` of a directory that replaces it.',
  },
  P0601: {
    title: 'Unknown kind',
    severity: 'error',
    explanation:
      'No part of the runtime handles entries of this kind. Correct the name, or use `registry.entry` for entries that only hold data.',
  },
  P0602: {
    title: 'Invalid field',
    severity: 'error',
    explanation: 'A field of the entry is missing or has a value that its kind does not allow.',
  },
  P0603: {
    title: 'Unknown field',
    severity: 'warning',
    explanation: 'The kind of the entry does not know this field, so it has no effect. It may be misspelt.',
  },
  P0701: {
    title: 'Reference to a missing entry',
    severity: 'error',
    explanation: 'A field names an entry that does not exist. Correct the id, or define the entry.',
  },
  P0702: {
    title: 'Reference to an entry of the wrong kind',
    severity: 'error',
    explanation: 'A field names an entry that exists but is of a kind that cannot be used there.',
  },
  P0703: {
    title: 'Duplicate route',
    severity: 'error',
    explanation:
      'Two entries of one server answer the same requests: the same method and a path of the same shape, where names of parameters do not count.',
  },
  P0704: {
    title: 'Duplicate port',
    severity: 'error',
    explanation:
      'Two servers listen on the same port of the same interface, so the second one cannot start. It is a warning where one of them is not started by itself.',
  },
  P0705: {
    title: 'Duplicate command name',
    severity: 'error',
    explanation: 'Two processes have the same `meta.command.name`, so the name does not say which one to run.',
  },
  P0801: {
    title: 'Lua syntax error',
    severity: 'error',
    explanation: 'The Lua source cannot be parsed at the marked place.',
  },
  P0802: {
    title: 'Unknown module',
    severity: 'error',
    explanation:
      'The entry asks for a Lua module that does not exist. The built-in modules are listed in the documentation.',
  },
  P0803: {
    title: 'Module used but not declared',
    severity: 'error',
    explanation:
      'The Lua code uses a module or library that its entry declares neither in `modules` nor in `imports`, so it is nil when the code runs. It is a warning where other code of the same program declares it.',
  },
  P0804: {
    title: 'Module declared but not used',
    severity: 'hint',
    explanation:
      'The entry declares a module that its code does not use. Remove it: what code may do is then easier to see.',
  },
  P0805: {
    title: 'Undefined global',
    severity: 'warning',
    explanation:
      'The Lua code reads a global variable that nothing defines, so it is always nil. Usually the name is misspelt or a `local` is missing.',
  },
  P0806: {
    title: 'Import cycle',
    severity: 'error',
    explanation: 'Lua entries import each other in a circle, so none of them can be loaded first.',
  },
  P0807: {
    title: 'Import not used',
    severity: 'hint',
    explanation: 'The entry imports a library under a name that its code does not use.',
  },
  P0808: {
    title: 'Method not exported',
    severity: 'error',
    explanation:
      'The script of the entry returns no function of the name that the entry gives as its `method`. A script returns a function, or a table of functions.',
  },
  P0809: {
    title: 'Import alias with two meanings',
    severity: 'error',
    explanation:
      'An entry and a library that it imports use one alias for different entries. All code of a program shares its globals, so one of the two would be lost.',
  },
  P0901: {
    title: 'Change refused',
    severity: 'error',
    explanation:
      'The entries are well-formed, but what handles one of them refused it, so nothing was changed. The message says why.',
  },
  P0902: {
    title: 'Service did not start',
    severity: 'error',
    explanation:
      'A service that had to start with the change failed or did not start in its start_timeout, so the version before ' +
      'the change was restored. Correct what the message names, or raise lifecycle.start_timeout.',
  },
  W0001: {
    title: 'Empty block',
    severity: 'warning',
    explanation:
      'A block of `if`, `while`, `repeat` or `for` holds no statement. Only `wippy lint --rules` looks for it.',
  },
  W0002: {
    title: 'Assignment to a global variable',
    severity: 'warning',
    explanation:
      'The code assigns to a name without `local`, so all code of the same program sees the variable. Only `wippy lint --rules` looks for it.',
  },
  W0003: {
    title: 'Comparison with itself',
    severity: 'error',
    explanation:
      'Both sides of a comparison are the same expression, so its result is known. Only `wippy lint --rules` looks for it.',
  },
  W0004: {
    title: 'Variable not used',
    severity: 'warning',
    explanation:
      'A local variable is never read. A name that begins with `_` says that this is meant. Only `wippy lint --rules` looks for it.',
  },
  W0005: {
    title: 'Parameter not used',
    severity: 'hint',
    explanation:
      'A function does not read one of its parameters. A name that begins with `_` says that this is meant. Only `wippy lint --rules` looks for it.',
  },
  W0006: {
    title: 'Required module not used',
    severity: 'warning',
    explanation:
      'A local variable holds the result of `require` and is never read. Only `wippy lint --rules` looks for it.',
  },
  W0007: {
    title: 'Shadowed variable',
    severity: 'hint',
    explanation:
      'A declaration has the name of a variable that can be seen there, which is out of reach from then on. Only `wippy lint --rules` looks for it.',
  },
} as const satisfies Record<string, CodeDescription>;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;

/** Title, severity and explanation of a code, or undefined for a text that is not a code. */
export function describeCode(code: string): CodeDescription | undefined {
  return Object.hasOwn(DIAGNOSTIC_CODES, code) ? DIAGNOSTIC_CODES[code as DiagnosticCode] : undefined;
}
