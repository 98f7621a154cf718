import { afterEach, describe, expect, it } from 'vitest';
import { Application, endpoint, gateway, router } from './application.ts';

let application: Application;
afterEach(() => application.close());

describe('an endpoint', () => {
  it('answers with what its function writes', async () => {
    application = new Application();
    await application.load(
      gateway(),
      router(),
      ...endpoint(
        'GET /hello',
        `local res = http.response()
        res:set_content_type(http.CONTENT.JSON)
        res:set_status(http.STATUS.OK)
        res:write_json({message = "hello world"})`,
      ),
    );
    const response = await fetch(application.url('/hello'));
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('content-length')).toBe('25');
    expect(await response.json()).toEqual({ message: 'hello world' });
  });
});
