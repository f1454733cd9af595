/**
 * Every code that a person can meet, by who must act. The README's table is held against this one by a test.
 */
export const findingCodes = {
  STATUS_NOT_DECLARED: 'the contract declares no such status for this operation',
  MEDIA_TYPE_NOT_DECLARED: 'the contract declares no such media type for this status',
  HEADER_MISSING: 'a required response header is absent',
  HEADER_SCHEMA_MISMATCH: 'a response header breaks its schema',
  BODY_TOO_LARGE: 'the body is larger than what is read of one',
  BODY_NOT_PARSEABLE: 'the body is not what its media type says',
  BODY_MISSING: 'the contract declares a body, and none came',
  BODY_NOT_DECLARED: 'a body came where the contract declares none',
  BODY_SCHEMA_MISMATCH: 'the body breaks its schema',
  PROPERTY_NOT_DECLARED: 'a property came that no schema declares',
  NOT_CHECKED: 'a part of the answer could not be checked',
  WILDCARD_ONLY: 'only a schema that allows anything stood for the body',
  REQUEST_SCHEMA_MISMATCH: 'the request breaks the contract before it is sent',
  CRITERION_NOT_MET: 'a success criterion is false',
  CRITERION_ERROR: 'a success criterion could not be evaluated',
  VALUE_UNRESOLVED: 'a runtime expression found nothing, so the request was not sent',
  OUTPUT_UNRESOLVED: 'the expression of an output found nothing',
  POLL_DEADLINE: 'what a step polls for did not come in time',
  POLL_STOPPED: 'an answer told that what a step polls for will not come',
  RETRY_LIMIT_REACHED: 'a step was repeated too often, whatever its retryLimit says',
  WAIT_CUT_SHORT: 'a retry was to wait too long, and waited less',
  STEP_LIMIT_REACHED: 'a workflow carried out too many steps, so a goto never ends',
  CLEAN_UP_INCOMPLETE: 'a step of the clean-up failed, so something may be left behind',
  WORKFLOW_FAILED: 'a workflow that this one calls or depends on failed',
  PARITY_VERDICT: 'two gateways led the workflow to different verdicts',
  PARITY_STATUS: 'two gateways answered with different statuses',
  PARITY_MEDIA_TYPE: 'two gateways answered with different media types',
  PARITY_SHAPE: 'two gateways answered with bodies of different shape',
  PARITY_VALUE: 'two gateways answered with different values where they must be equal',
} as const;
export type FindingCode = keyof typeof findingCodes;

export const descriptionCodes = {
  FILE_NOT_FOUND: 'a file that is named does not exist',
  DOCUMENT_NOT_FETCHED:
    'a $ref or a source description leads to an address whose document is not here, or could not be fetched',
  YAML_SYNTAX: 'the text is not YAML (or JSON)',
  ARAZZO_SCHEMA: 'the document breaks the Arazzo specification',
  CONTRACT_SCHEMA: 'the document breaks the OpenAPI specification',
  CONTRACT_RULE: 'a contract breaks a rule of lint, which is named',
  WORKFLOW_RULE: 'a workflow breaks a rule of lint, which is named',
  CONFIGURATION: 'a configuration file has an unknown key or a wrong value',
  EXPRESSION_SYNTAX: 'a runtime expression or a selector is not in the grammar',
  CONDITION_SYNTAX: 'a condition is not in the grammar',
  OPERATION_NOT_FOUND: 'no contract has this operation',
  WORKFLOW_NOT_FOUND: 'no document has this workflow',
  WORKFLOW_DUPLICATE: 'two documents define a workflow of this id',
  STEP_NOT_FOUND: 'the workflow has no such step',
  REFERENCE_NOT_FOUND: 'an expression or reference names an input, output, source or component that does not exist',
  ACCOUNT_NOT_FOUND: 'gateways.yaml has no such account',
  GATEWAY_NOT_FOUND: 'gateways.yaml has no such gateway',
  PARAMETER_MISSING: 'a parameter that the contract requires is not given',
  BODY_REQUIRED: 'the contract requires a request body, and the step gives none',
  INPUT_INVALID: 'an input is missing or breaks its schema',
  ROWS_SYNTAX: 'a file of rows is not what its name says, or holds something that is no row',
  ROW_DUPLICATE: 'two rows of one workflow have the same id',
  DEPENDENCY_CYCLE: 'workflows or steps depend on each other in a circle',
  VARIABLE_NOT_SET: 'an environment variable that a file names is not set',
  PORT_IN_USE: 'another program listens on this port',
  NOTHING_SELECTED: 'the selection matches no workflow',
  NOT_SUPPORTED: 'a part of the specification that is not carried out yet',
  USAGE: 'the command line is wrong',
} as const;
export type DescriptionCode = keyof typeof descriptionCodes;

export const gatewayCodes = {
  GATEWAY_UNREACHABLE: 'nothing answers at the address',
  GATEWAY_TIMEOUT: 'the answer did not come in time',
  GATEWAY_CONNECTION_LOST: 'the connection broke before the answer was whole',
  REQUEST_INVALID: 'the request cannot be written as HTTP, so it was not sent',
  GATEWAY_RESPONSE_INVALID: 'what came back is not HTTP',
  SESSION_NOT_OBTAINED: 'the login workflow of an account gave no session',
  CODE_NOT_RECEIVED: 'no SMS or e-mail code arrived in time',
} as const;
export type GatewayCode = keyof typeof gatewayCodes;
