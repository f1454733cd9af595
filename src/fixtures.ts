// Playwright's door: fixtures that open a gateway and run workflows, and a matcher. `import { expect, test } from 'gatewright'`.
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { expect as playwrightExpect, test as playwrightTest } from '@playwright/test';
import * as allure from 'allure-js-commons';
import { createMask } from './core/secrets.ts';
import type { Finding } from './core/finding.ts';
import type { JsonObject } from './core/json.ts';
import { loadProject } from './project.ts';
import type { Project, ProjectWorkflow } from './project.ts';
import type { RecordEvent, WorkflowEvent } from './record/event.ts';
import { openRecord, runId } from './record/write-record.ts';
import type { RecordWriter } from './record/write-record.ts';
