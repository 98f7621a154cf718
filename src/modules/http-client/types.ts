/** The types of module `http_client`. */
export const types = `
  type Stream = {
    read: (self: Stream, size?: integer) -> (string?, error?),
    close: (self: Stream) -> (boolean?, error?),
  }
  type Options = {
    headers?: {[string]: string},
    body?: string,
    query?: {[string]: string},
    form?: {[string]: string},
    files?: {{name: string, filename?: string, content?: string, reader?: any, content_type?: string}},
    cookies?: {[string]: string},
    auth?: {user: string, pass: string},
    timeout?: any,
    stream?: boolean,
    max_response_body?: number,
    unix_socket?: string,
    tls?: {cert?: string, key?: string, ca?: string, server_name?: string, insecure_skip_verify?: boolean},
    overlay_network?: string,
  }
  type Response = {
    status_code: integer,
    url: string,
    headers: {[string]: string},
    cookies: {[string]: string},
    body?: string,
    body_size: integer,
    stream?: Stream,
  }
  type http_client = {
    get: (url: string, options?: Options) -> (Response?, error?),
    post: (url: string, options?: Options) -> (Response?, error?),
    put: (url: string, options?: Options) -> (Response?, error?),
    delete: (url: string, options?: Options) -> (Response?, error?),
    head: (url: string, options?: Options) -> (Response?, error?),
    patch: (url: string, options?: Options) -> (Response?, error?),
    request: (method: string, url: string, options?: Options) -> (Response?, error?),
    request_batch: (requests: {any}) -> ({any}?, any),
    encode_uri: (text: string) -> string,
    decode_uri: (text: string) -> (string?, error?),
  }`;
