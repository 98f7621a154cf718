/**
 * The layer rule: a layer imports only from itself and from the layers before it in this list. See docs/architecture.md.
 * `lua` is a library of its own and imports nothing else.
 */
const layers = [
  'infrastructure',
  'lua',
  'core',
  'system',
  'services',
  'modules',
  'project',
  'boot',
  'dev',
  'tui',
  'commands',
];

const forbidden = layers.map((layer, index) => ({
  name: `layer-${layer}`,
  severity: 'error',
  comment: `${layer} may import only: ${layers.slice(0, index + 1).join(', ')}`,
  from: { path: `^src/${layer}/` },
  to: {
    path:
      layers
        .slice(index + 1)
        .map((later) => `^src/${later}/`)
        .join('|') || '^$',
  },
}));

module.exports = {
  forbidden: [
    ...forbidden,
    {
      name: 'lua-stands-alone',
      severity: 'error',
      comment: 'the language is a library of its own',
      from: { path: '^src/lua/' },
      to: { path: '^src/(?!lua/)' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'an import cycle',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  },
};
