/** What functions and services may be called: the first is documented (https://docs.cloudbase.net/http-api/functions/functions-post). */
export const namePattern = /^[a-zA-Z][a-zA-Z0-9_-]{0,58}[a-zA-Z0-9]$/;
