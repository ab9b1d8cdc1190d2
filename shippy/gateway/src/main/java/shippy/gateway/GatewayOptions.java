package shippy.gateway;

import static java.util.Objects.requireNonNull;

import shippy.problem.Problem;
import shippy.registry.HostPort;

/**
 * Settings of a gateway.
 *
 * @param address to listen on; port 0 takes a free one
 * @param namespace put before the names in paths, such as {@code shippy.service}
 * @param cors whether pages of other sites may call
 * @param undeclaredGet whether GET may call methods without an idempotency level even if other
 *     machines reach the address
 * @param startService how the services are started, for the page and for errors
 */
public record GatewayOptions(
    HostPort address,
    HandlerKind handler,
    String namespace,
    boolean cors,
    boolean undeclaredGet,
    Problem.Fix startService) {
  public GatewayOptions {
    requireNonNull(address, "address");
    requireNonNull(handler, "handler");
    requireNonNull(namespace, "namespace");
    requireNonNull(startService, "startService");
  }

  /** For the sample services; pages of other sites may not call. */
  public static GatewayOptions at(
      HostPort address, boolean undeclaredGet, Problem.Fix startService) {
    return new GatewayOptions(
        address, HandlerKind.META, "shippy.service", false, undeclaredGet, startService);
  }
}
