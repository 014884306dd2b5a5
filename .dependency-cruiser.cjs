/**
 * The layering law. Test run and `npm run lint` check it; every rule says why it is there.
 * @type {import('dependency-cruiser').IConfiguration}
 */

/** Matches a package however it is resolved. */
const packages = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)|^(${names.join('|')})(/|$)`;

const CDK = packages('aws-cdk-lib', 'constructs', 'cdk-nag', 'cdk-monitoring-constructs');
const FILE_SYSTEM = '^(node:)?fs(/|$)';
const RUN_TIME = { dependencyTypesNot: ['type-only'] };

const law = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    law(
      'no-circles',
      'Modules that load each other are one module: neither can be loaded, tested or understood alone.',
      {},
      { circular: true, viaOnly: RUN_TIME },
    ),
    law(
      'nothing-imports-tests',
      'What is published must not depend on what is not.',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
    law(
      'peers-only',
      'The package has no dependencies but its peers, not even for types; what needs others is bundled with them.',
      { path: '^(constructs|lib)/', pathNot: '^lib/(cli|report|handlers)/' },
      { path: '(^|/)node_modules/', pathNot: CDK },
    ),
    law(
      'bin-starts-only',
      'A program in bin/ starts a platform or the command line and holds nothing of its own.',
      { path: '^bin/' },
      { path: '^(constructs|lib)/', pathNot: '^lib/(cli|platform|gates)/|^lib/index\\.ts$' },
    ),
    law(
      'constructs-below-lib',
      'A construct can be used without the platform, the tools and the handlers that are built upon it.',
      { path: '^constructs/' },
      { path: '^(lib|bin)/' },
    ),
    law(
      'siblings-by-index',
      'The index of a folder says what the folder promises; everything behind it may change.',
      { path: '^constructs/([^/]+)/' },
      { path: '^constructs/', pathNot: '^constructs/($1|core)/|^constructs/[^/]+/index\\.ts$' },
    ),
    law(
      'core-knows-nobody',
      'Everybody speaks the vocabulary of core, so a word that needs a construct would tie all of them together.',
      { path: '^constructs/core/' },
      { path: '^constructs/', pathNot: '^constructs/core/' },
    ),
    law(
      'monitoring-late',
      'Whoever draws no dashboard does not need its package, so one file loads it and is itself loaded late.',
      { path: '^(constructs|lib)/', pathNot: '^constructs/observability/dashboards/golden-services\\.ts$' },
      { path: packages('cdk-monitoring-constructs') },
    ),
    law(
      'platform-below-tools',
      'What is deployed does not depend on how it is checked, printed or started.',
      { path: '^lib/(platform|blueprints)/' },
      { path: '^lib/(cli|report)/' },
    ),
    law(
      'index-is-the-library',
      'The index is compiled for five languages, and the tools are not made for that.',
      { path: '^lib/index\\.ts$' },
      { path: '^lib/(cli|report|simulation|gates|handlers)/' },
    ),
    law(
      'handlers-without-cdk',
      'Code that runs in AWS would carry the whole CDK into every cold start.',
      { path: '^lib/handlers/' },
      { path: CDK },
    ),
    law(
      'handlers-apart',
      'A handler is deployed alone, so it shares nothing but lib/handlers/shared.',
      { path: '^lib/handlers/([^/]+)/' },
      { path: '^(bin|constructs|lib)/', pathNot: '^lib/handlers/($1|shared)/' },
    ),
    law(
      'analysis-by-itself',
      'The analysis reads templates of anybody, without loading the CDK; only the validator is a CDK plugin.',
      { path: '^lib/analysis/', pathNot: '^lib/analysis/validator\\.ts$' },
      { path: [CDK, '^(bin|constructs)/', '^lib/(?!analysis/)'] },
    ),
    law(
      'analysis-without-files',
      'Mathematics on a graph is tested without a disk; the reader brings the templates in.',
      { path: '^lib/analysis/', pathNot: '^lib/analysis/(validator\\.ts$|.*reader)' },
      { path: FILE_SYSTEM },
    ),
    law(
      'validator-stays-in-analysis',
      'The validator brings the analysis to the CDK and needs nothing else of this project.',
      { path: '^lib/analysis/validator\\.ts$' },
      { path: '^(bin|constructs)/|^lib/(?!analysis/)' },
    ),
    law(
      'simulation-by-itself',
      'The simulation runs on the topology alone, so that a run depends on nothing but its input and its seed.',
      { path: '^lib/simulation/' },
      { path: [CDK, FILE_SYSTEM, '^(bin|constructs)/', '^lib/(?!simulation/|analysis/topology/)'] },
    ),
    law(
      'report-is-pure',
      'A report is a string made of a result: whoever asks for it decides where it goes.',
      { path: '^lib/report/' },
      { path: [CDK, FILE_SYSTEM, '^(bin|constructs)/', '^lib/(cli|platform|blueprints|handlers)/'] },
    ),
    law(
      'gates-below-cli',
      'A gate judges any assembly, whoever asks and whatever platform made it.',
      { path: '^lib/gates/' },
      { path: '^(bin|constructs)/|^lib/(cli|platform|blueprints|handlers|report|simulation)/' },
    ),
    law(
      'cli-starts-fast',
      'Help and checks of finished templates answer at once, so whatever loads the CDK is imported when it is needed.',
      { path: '^lib/cli/' },
      { ...RUN_TIME, dynamic: false, path: [CDK, '^constructs/', '^lib/(platform|blueprints)/', '^lib/index\\.ts$'] },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|cdk\\.out|test/_fixtures)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: `${__dirname}/tsconfig.json` },
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['types', 'require', 'node'] },
  },
};
