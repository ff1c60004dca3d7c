/**
 * `npm start`: installs and builds what is missing, then runs the server on Node 24.
 * PORT (default 4280), HOST (default: every interface) and ANTEROOM_DATA (default ./data) are its settings.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { build, environment, install, isBuilt, node24, root, stop } from './prepare.js';

await install();
if (!isBuilt()) {
  console.log('Building the app …');
  if ((await build()) !== 0) stop('The build failed, see above.');
}

const server = spawn(node24, [join(root, 'sync-server', 'main.ts')], {
  cwd: root,
  stdio: 'inherit',
  env: environment(),
  shell: process.platform === 'win32'
});
// The terminal sends Ctrl+C to both of us; a supervisor sends its signal to this process alone.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => server.kill(signal));
server.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
