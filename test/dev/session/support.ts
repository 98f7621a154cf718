/** A project on disk under a developer session, without a watcher: the tests say what was saved. */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startApplication } from '../../../src/boot/application.ts';
import { createProjectReview } from '../../../src/boot/check-project.ts';
import { DevSession } from '../../../src/dev/session/dev-session.ts';
import type { DevEvent } from '../../../src/dev/session/events.ts';
import { ProjectReader } from '../../../src/dev/session/project-reader.ts';
import { systemClock } from '../../../src/infrastructure/clock.ts';
import type { Environment } from '../../../src/infrastructure/program-environment.ts';
import { LOCK } from '../../project/helpers.ts';

export class SessionUnderTest {
  readonly directory: string;
  readonly events: DevEvent[] = [];
  readonly session: DevSession;

  private constructor(directory: string, environment: Environment) {
    this.directory = directory;
    this.session = new DevSession({
      directory,
      reader: new ProjectReader({
        directory,
        load: { environment },
        environmentFile: join(directory, '.env'),
        check: createProjectReview(),
      }),
      clock: systemClock,
      emit: (event) => void this.events.push(event),
      launch: ({ entries, config }, program) =>
        startApplication({ entries, config, environment: program, logging: { level: 'silent' } }),
    });
  }

  /** @param environment what the program was started with. */
  static async start(
    files: Readonly<Record<string, string>>,
    environment: Environment = {},
  ): Promise<SessionUnderTest> {
    const directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-dev-')));
    const under = new SessionUnderTest(directory, environment);
    await under.write({ 'wippy.lock': LOCK, ...files });
    await under.session.start();
    return under;
  }

  async write(files: Readonly<Record<string, string | null>>): Promise<Set<string>> {
    const paths = new Set<string>();
    for (const [name, text] of Object.entries(files)) {
      const path = join(this.directory, name);
      paths.add(path);
      await mkdir(dirname(path), { recursive: true });
      if (text === null) await rm(path, { force: true });
      else await writeFile(path, text);
    }
    return paths;
  }

  /** Saves files as one batch; gives the verdict. */
  async save(files: Readonly<Record<string, string | null>>): Promise<DevEvent> {
    const from = this.events.length;
    await this.session.changed(await this.write(files));
    const verdicts = this.events
      .slice(from)
      .filter(({ event }) => ['applied', 'rejected', 'noop', 'ready'].includes(event));
    if (verdicts.length !== 1) throw new Error(`${verdicts.length} verdicts: ${JSON.stringify(verdicts)}`);
    return verdicts[0] as DevEvent;
  }

  async close(): Promise<void> {
    await this.session.stop();
    await rm(this.directory, { recursive: true, force: true });
  }
}
