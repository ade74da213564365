import fc from 'fast-check';
import { seed } from '../suite-tools.ts';

// Under plain vitest random input comes from one seed too, so that two runs are one verdict.
fc.configureGlobal({ seed: seed() });
