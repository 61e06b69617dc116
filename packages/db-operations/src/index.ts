export { OperationsError, type OperationsErrorCode } from './errors.ts';
