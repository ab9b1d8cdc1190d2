package shippy.gateway;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import shippy.gateway.control.ControlToken;
import shippy.gateway.control.InstanceControl;
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
 * @param control of the run that this gateway belongs to
 * @param token that callers of {@code /control} must send; without one it serves only on loopback
 */
public record GatewayOptions(
    HostPort address,
    HandlerKind handler,
    String namespace,
    boolean cors,
    boolean undeclaredGet,
    Problem.Fix startService,
    Optional<InstanceControl> control,
    Optional<ControlToken> token) {
  public GatewayOptions {
    requireNonNull(address, "address");
    requireNonNull(handler, "handler");
    requireNonNull(namespace, "namespace");
    requireNonNull(startService, "startService");
    requireNonNull(control, "control");
    requireNonNull(token, "token");
  }

  /** Of a gateway that started no instances. */
  public GatewayOptions(
      HostPort address,
      HandlerKind handler,
      String namespace,
      boolean cors,
      boolean undeclaredGet,
      Problem.Fix startService) {
    this(
        address,
        handler,
        namespace,
        cors,
        undeclaredGet,
        startService,
        Optional.empty(),
        Optional.empty());
  }

  /** These for the gateway of a run. */
  public GatewayOptions controlling(InstanceControl run, Optional<ControlToken> secret) {
    return new GatewayOptions(
        address, handler, namespace, cors, undeclaredGet, startService, Optional.of(run), secret);
  }

  /** These with what names in paths begin with. */
  public GatewayOptions inNamespace(String other) {
    return new GatewayOptions(
        address, handler, other, cors, undeclaredGet, startService, control, token);
  }

  /** For the sample services; pages of other sites may not call. */
  public static GatewayOptions at(
      HostPort address, boolean undeclaredGet, Problem.Fix startService) {
    return new GatewayOptions(
        address, HandlerKind.META, "shippy.service", false, undeclaredGet, startService);
  }
}
