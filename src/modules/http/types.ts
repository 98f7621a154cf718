/** The types of module `http`. */
import { CONTENT, ERROR, METHOD, STATUS, TRANSFER } from './constants.ts';

function fieldsOf(constants: object, type: string): string {
  return Object.keys(constants)
    .map((name) => `${name}: ${type}`)
    .join(', ');
}

export const types = `
  type Stream = {
    read: (self: Stream, size?: integer) -> (string?, error?),
    close: (self: Stream) -> (boolean?, error?),
  }
  type MultipartFile = {
    stream: (self: MultipartFile) -> (Stream?, error?),
    size: (self: MultipartFile) -> integer,
    name: (self: MultipartFile) -> string,
    header: (self: MultipartFile, name: string) -> string?,
  }
  type MultipartForm = { values: {[string]: any}, files: {[string]: {MultipartFile}} }
  type Request = {
    method: (self: Request) -> string,
    path: (self: Request) -> string,
    query: (self: Request, name: string) -> string?,
    query_params: (self: Request) -> {[string]: string},
    header: (self: Request, name: string) -> string?,
    content_type: (self: Request) -> string?,
    content_length: (self: Request) -> integer,
    host: (self: Request) -> string,
    remote_addr: (self: Request) -> string,
    body: (self: Request) -> (string?, error?),
    body_json: (self: Request) -> (any, error?),
    has_body: (self: Request) -> boolean,
    accepts: (self: Request, content_type: string) -> boolean,
    is_content_type: (self: Request, content_type: string) -> boolean,
    param: (self: Request, name: string) -> string?,
    params: (self: Request) -> {[string]: string},
    stream: (self: Request) -> (Stream?, error?),
    parse_multipart: (self: Request, max_memory?: integer) -> (MultipartForm?, error?),
  }
  type Response = {
    set_status: (self: Response, status: integer) -> error?,
    set_header: (self: Response, name: string, value: string) -> error?,
    set_content_type: (self: Response, content_type: string) -> error?,
    set_transfer: (self: Response, mode: string) -> error?,
    write: (self: Response, data: string) -> error?,
    write_json: (self: Response, value: any) -> error?,
    write_event: (self: Response, event: {name: string, data: any}) -> error?,
    flush: (self: Response) -> error?,
  }
  type http = {
    request: (options?: {timeout?: integer, max_body?: integer}) -> (Request?, error?),
    response: () -> (Response?, error?),
    METHOD: {${fieldsOf(METHOD, 'string')}},
    STATUS: {${fieldsOf(STATUS, 'integer')}},
    CONTENT: {${fieldsOf(CONTENT, 'string')}},
    TRANSFER: {${fieldsOf(TRANSFER, 'string')}},
    ERROR: {${fieldsOf(ERROR, 'string')}},
  }`;
