// The parts of our own runner that the suite is run through, from dist/.
import { DescriptionError, GatewayError } from '../../../dist/core/errors.js';
import { isSame, parseJson, writeJson } from '../../../dist/core/json.js';
import { readDocument } from '../../../dist/document/read-document.js';
import { readProject } from '../../../dist/project.js';
import { createByteMaker } from '../../../dist/run/make-bytes.js';
import { runWorkflow } from '../../../dist/runner/run-workflow.js';

export const product = {
  ...{ DescriptionError, GatewayError, isSame, parseJson, writeJson },
  ...{ createByteMaker, readDocument, readProject, runWorkflow },
};
