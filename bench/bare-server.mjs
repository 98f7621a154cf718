// The baseline of the HTTP row: the same answer from node:http alone.
import { createServer } from 'node:http';

const BODY = JSON.stringify({ items: [1, 2, 3], message: 'hello', ok: true });

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(BODY) });
  response.end(BODY);
});
server.listen(38098, '127.0.0.1');
