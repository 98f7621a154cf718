/** Servers for the people who run an application: profiles and metrics. */

import { settings } from '../../project/config/settings.ts';
import { metricsKey } from '../../services/metrics/metrics.ts';
import { PROMETHEUS_CONTENT_TYPE, renderPrometheus } from '../../services/metrics/prometheus.ts';
import { OperationsServer, plain } from '../../services/operations/operations-server.ts';
import { profilerHandlers } from '../../services/operations/profiler.ts';
import { memoryKey } from '../../services/system/memory.ts';
import { configKey, loggerKey } from '../../system/context-keys.ts';
import type { Component } from '../component.ts';

function profiler(): Component {
  let server: OperationsServer | null = null;
  return {
    name: 'profiler',
    dependsOn: ['dispatcher.system'],
    load(context) {
      const config = context.require(configKey);
      if (!config.get(settings.profilerEnabled)) return;
      const memory = context.require(memoryKey);
      server = new OperationsServer({
        address: config.get(settings.profilerAddress),
        handlers: profilerHandlers({
          writeTimeout: config.get(settings.profilerWriteTimeout),
          collect: () => memory.collect(),
        }),
        logger: context.require(loggerKey).named('profiler'),
        readTimeout: config.get(settings.profilerReadTimeout),
        idleTimeout: config.get(settings.profilerIdleTimeout),
      });
    },
    start: () => server?.start(),
    stop: () => server?.stop(),
  };
}

function prometheus(): Component {
  let server: OperationsServer | null = null;
  return {
    name: 'prometheus',
    dependsOn: ['metrics'],
    load(context) {
      const config = context.require(configKey);
      const address = config.get(settings.prometheusAddress);
      if (!config.get(settings.prometheusEnabled)) return;
      const logger = context.require(loggerKey).named('prometheus');
      if (address === '') {
        logger.warn('metrics are not published: prometheus.address is not set');
        return;
      }
      const metrics = context.require(metricsKey);
      server = new OperationsServer({
        address,
        handlers: {
          '/metrics': (_url, response) => {
            response.writeHead(200, { 'Content-Type': PROMETHEUS_CONTENT_TYPE });
            response.end(renderPrometheus(metrics.snapshot()));
          },
          '/livez': (_url, response) => plain(response, 200, 'ok'),
        },
        logger,
      });
    },
    start: () => server?.start(),
    stop: () => server?.stop(),
  };
}

/** The components of operation. */
export function operationsComponents(): Component[] {
  return [profiler(), prometheus()];
}
