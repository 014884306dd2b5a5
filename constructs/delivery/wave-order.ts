import type { DeploymentWave } from './deployment-wave';

/**
 * Stacks that are deployed before something that they depend on. Dependencies that come from references are known only
 * when the app is synthesized.
 */
export function orderProblems(waves: DeploymentWave[]): string[] {
  return waves.flatMap((wave, position) => {
    const later = waves.slice(position + 1);
    return wave.stacks._stacks.flatMap((stack) =>
      stack.dependencies.flatMap((needed) => {
        const home = later.find(({ stacks }) => stacks._stacks.includes(needed));
        return home ? [describe(stack.node.path, wave, needed.node.path, home)] : [];
      }),
    );
  });
}

function describe(stack: string, wave: DeploymentWave, needed: string, home: DeploymentWave): string {
  return (
    `[WaveBeforeItsDependency] ${stack} is in wave ${wave.name}, but depends on ${needed} of the later wave ${home.name}; ` +
    'allowed: dependencies in the same or an earlier wave. Put the waves into the order of their dependencies.'
  );
}
