package shippy.gateway;

/** What is done with a request to a service. The names are micro's. */
public enum HandlerKind {
  /** {@code api} for methods that take {@code go.api.Request}, {@code rpc} for all others. */
  META,
  /** The request is the message. */
  RPC,
  /** The HTTP request itself is the message. */
  API,
  /** Forwarded to the instances, which speak HTTP. */
  HTTP
}
