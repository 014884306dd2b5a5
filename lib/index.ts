export * from '../constructs/core';
