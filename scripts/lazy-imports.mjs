// A plugin of esbuild: modules that are loaded when one of their exports is first read, not when the program starts.
import { createRequire } from 'node:module';

const NAMESPACE = 'lazy';

/**
 * `names` are the module specifiers as importers write them; `root` is the directory whose packages are meant. Only what is
 * not read while the importer itself loads is deferred: a class that extends one of the exports loads the module at once.
 * A default import gets the record of exports, so a module that is itself a function cannot be deferred.
 */
export function lazyImports(names, root) {
  const require = createRequire(root);
  return {
    name: 'lazy-imports',
    setup({ onResolve, onLoad }) {
      for (const name of names) {
        const filter = new RegExp(`^${name.replace(/[/.]/g, '\\$&')}$`);
        onResolve({ filter }, ({ path, namespace, kind }) =>
          namespace === NAMESPACE || kind === 'dynamic-import' ? undefined : { path, namespace: NAMESPACE },
        );
      }
      onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: deferred(path, exportsOf(require(path))),
        resolveDir: root,
      }));
    },
  };
}

function exportsOf(module) {
  const own = new Set(Object.getOwnPropertyNames(() => undefined).concat('prototype', '__esModule'));
  return Object.getOwnPropertyNames(module).filter((name) => !own.has(name));
}

// esbuild copies the getters of such a record into that of each importer, and calls none of them.
function deferred(path, names) {
  const members = names.map((name) => `get ${JSON.stringify(name)}() { return load()[${JSON.stringify(name)}]; }`);
  return `const load = () => require(${JSON.stringify(path)});\nmodule.exports = { ${members.join(', ')} };\n`;
}
