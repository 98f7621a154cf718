/** Module names: `organization/module`. */

export interface ModuleName {
  readonly organization: string;
  readonly module: string;
}

/** Why a text is no module name, or undefined where it is one. */
export function moduleNameProblem(name: string): string | undefined {
  if (name === '') return 'module name cannot be empty';
  const parts = name.split('/');
  if (parts.length !== 2) return `invalid format (expected org/module, got "${name}")`;
  if (parts[0] === '') return 'organization part cannot be empty';
  if (parts[1] === '') return 'module part cannot be empty';
  // A module becomes a directory below the vendor directory and must not leave it.
  if (parts.some((part) => part === '.' || part === '..' || part.includes('\\') || part.includes('\0'))) {
    return `invalid format (expected org/module, got "${name}")`;
  }
  return undefined;
}

/** Splits a module name that `moduleNameProblem` accepts. */
export function parseModuleName(name: string): ModuleName {
  const [organization, module] = name.split('/');
  return { organization, module };
}

/** The namespace of a module's requirements: `organization.module`. */
export function moduleNamespace(name: ModuleName): string {
  return `${name.organization}.${name.module}`;
}
