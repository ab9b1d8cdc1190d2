package shippy.service;

import static java.util.Objects.requireNonNull;

import io.grpc.BindableService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import shippy.config.Setting;
import shippy.platform.Platform;

/**
 * Describes a service, its name and its handlers, before it is started. A complete program:
 *
 * <pre>{@code
 * public static void main(String... args) {
 *   Service.named("greeter").handler(new Greeter()).run(args);
 * }
 * }</pre>
 *
 * <p>Not safe for concurrent use; the {@link RunningService} is.
 */
public final class Service {
  private final String name;
  private final List<Function<Platform, BindableService>> handlers = new ArrayList<>();
  private final List<Setting<?>> settings = new ArrayList<>();
  private boolean blocking = true;
  private Duration grace = Duration.ofMillis(1500);

  private Service(String name) {
    this.name = requireNonNull(name, "name");
  }

  /** A service that others find by this name; {@code --server_name} overrides it. */
  public static Service named(String name) {
    return new Service(name);
  }

  /** Serves this implementation. */
  public Service handler(BindableService handler) {
    requireNonNull(handler, "handler");
    return handler(platform -> handler);
  }

  /** Serves an implementation that needs the platform, for instance for a client of its own. */
  public Service handler(Function<Platform, BindableService> factory) {
    handlers.add(requireNonNull(factory, "factory"));
    return this;
  }

  /** Adds settings to those of every service. */
  public Service settings(List<Setting<?>> more) {
    settings.addAll(more);
    return this;
  }

  /**
   * Promises that no handler ever blocks, so that calls run on the event loop itself: several times
   * faster on few cores. Default: handlers may block and run on a pool.
   */
  public Service handlersNeverBlock() {
    blocking = false;
    return this;
  }

  /**
   * The time between deregistration and the refusal of new calls when the service stops, so that
   * clients notice. Default: 1.5 s.
   */
  public Service grace(Duration time) {
    grace = requireNonNull(time, "time");
    return this;
  }

  /**
   * Runs the service as this process: reads flags and environment, starts, serves until SIGTERM or
   * SIGINT, drains and exits. Problems go to stderr and decide the exit code. Does not return.
   */
  public void run(String... args) {
    System.exit(new ServiceProgram(this).run(List.of(args), System.getenv()).number());
  }

  /**
   * Binds and serves, then registers in the background.
   *
   * @throws shippy.problem.ProblemException if a setting is wrong or the address cannot be bound
   */
  public RunningService start(Platform platform) {
    return RunningService.start(this, requireNonNull(platform, "platform"));
  }

  String name() {
    return name;
  }

  List<Setting<?>> settings() {
    return List.copyOf(settings);
  }

  boolean blocking() {
    return blocking;
  }

  Duration grace() {
    return grace;
  }

  List<BindableService> handlers(Platform platform) {
    if (handlers.isEmpty()) {
      throw new IllegalStateException("service %s has no handler".formatted(name));
    }
    return handlers.stream().map(factory -> factory.apply(platform)).toList();
  }
}
