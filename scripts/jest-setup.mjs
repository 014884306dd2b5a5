// Constructs find the code that runs in AWS in dist/handlers, so that much is built before any test.
export { bundleHandlers as default } from './bundle.mjs';
