import type { Environment } from '../environment.ts'

/** Where a page's files are. */
export const resources = '/luci-static/resources'

/** The environment the server has put into the page. */
export const environment: Environment = JSON.parse(
  document.getElementById('environment')?.textContent ?? '{}',
)
