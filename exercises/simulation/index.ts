// What a simulation imports as `#simulation`.

export * from './picture.ts';
export * from './simulation.ts';
