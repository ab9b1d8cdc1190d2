package shippy.gateway;

import static java.util.Objects.requireNonNull;

import shippy.registry.HostPort;

/**
 * How a gateway is to be.
 *
 * @param address to listen on; port 0 takes a free one
 * @param namespace goes before the names in paths, such as {@code shippy.service}
 * @param cors whether pages of other sites may call
 * @param undeclaredGet whether GET calls methods without an idempotency level even if others than
 *     this machine can reach the address
 */
public record GatewayOptions(
    HostPort address, HandlerKind handler, String namespace, boolean cors, boolean undeclaredGet) {
  public GatewayOptions {
    requireNonNull(address, "address");
    requireNonNull(handler, "handler");
    requireNonNull(namespace, "namespace");
  }

  /** For the sample services, closed to other sites. */
  public static GatewayOptions at(HostPort address, boolean undeclaredGet) {
    return new GatewayOptions(address, HandlerKind.META, "shippy.service", false, undeclaredGet);
  }
}
