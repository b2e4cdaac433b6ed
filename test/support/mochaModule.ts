import imported from 'mocha';

/** Mocha, also in the bundle that runs inside the extension host, where a default import is the module's namespace. */
export const Mocha: typeof imported = (imported as typeof imported & { default?: typeof imported }).default ?? imported;
