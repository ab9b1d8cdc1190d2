package shippy.client;

import io.grpc.NameResolver;
import io.grpc.Status;
import io.grpc.StatusOr;
import java.util.List;
import org.jspecify.annotations.Nullable;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.registry.HostPort;

/**
 * Feeds a channel with one address, without the registry. gRPC's own DNS resolver accepts neither
 * IPv6 addresses in brackets nor underscores, and throws for text that is not an address; here each
 * call fails with that error.
 */
final class AddressResolver extends NameResolver {
  /** The address as the registry has it or the user wrote it. */
  static final Args.Key<String> ADDRESS = Args.Key.create("shippy-address");

  private final String text;
  private final HostLookup lookup;
  private @Nullable Listener2 listener;

  AddressResolver(String text, Args args) {
    this.text = text;
    this.lookup = new HostLookup(args, this::resolve);
  }

  /** The HTTP authority. It has no IPv6 zone, which has a meaning on this machine only. */
  @Override
  public String getServiceAuthority() {
    try {
      HostPort address = HostPort.parsePeer(text);
      String host = HostLookup.ascii(address.host());
      return new HostPort(host.replaceFirst("%.*", ""), address.port()).toString();
    } catch (IllegalArgumentException e) {
      return "unknown";
    }
  }

  @Override
  public void start(Listener2 told) {
    listener = told;
    resolve();
  }

  @Override
  public void refresh() {
    lookup.refresh();
  }

  @Override
  public void shutdown() {
    listener = null;
  }

  private void resolve() {
    try {
      HostPort address = HostPort.parsePeer(text);
      lookup.of(address).ifPresent(found -> tell(found, address.port()));
    } catch (IllegalArgumentException e) {
      tell(new HostLookup.Found(List.of(), String.valueOf(e.getMessage())), 0);
    }
  }

  private void tell(HostLookup.Found found, int port) {
    if (listener != null) {
      listener.onResult2(
          ResolutionResult.newBuilder()
              .setAddressesOrError(
                  found
                      .at(port)
                      .map(List::of)
                      .map(StatusOr::fromValue)
                      .orElseGet(() -> StatusOr.fromStatus(uncallable(found.fault()))))
              .build());
    }
  }

  private static Status uncallable(String fault) {
    String what = "its address cannot be called: " + fault;
    ProblemException cause =
        Problem.of(ExitCode.UNAVAILABLE, what)
            .withLikely("its registered address is not valid, or cannot be reached from here")
            .withFix("--server_advertise=HOST:PORT", "register what others can call")
            .toException();
    return Status.UNAVAILABLE.withDescription(what).withCause(cause);
  }
}
