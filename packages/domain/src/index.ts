export { DOMAIN_ERRORS, DomainError, type DomainErrorCode, type FieldError } from './errors.ts';
