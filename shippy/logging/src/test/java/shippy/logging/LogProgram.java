package shippy.logging;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import shippy.clock.Clock;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.LogProperties;
import shippy.config.Settings;
import shippy.testkit.config.ScriptedConfig;

/** Logs as a program would; what it logs is its first argument. */
final class LogProgram {
  /** Loggers of libraries that reached users. */
  private static final List<String> LOUD =
      List.of(
          "io.grpc.protobuf.services.HealthCheckingLoadBalancerFactory",
          "io.grpc.internal.ManagedChannelImpl",
          "com.google.protobuf.util.Timestamps",
          "org.jline",
          "org.jline.terminal.impl.AbstractTerminal",
          "io.netty.util.ResourceLeakDetector",
          "io.etcd.jetcd.impl.WatchImpl",
          "javax.jmdns.impl.JmDNSImpl",
          "com.zaxxer.hikari.pool.HikariPool",
          "org.sqlite.SQLiteJDBCLoader",
          "org.postgresql.Driver");

  private LogProgram() {}

  public static void main(String[] args) {
    switch (args[0]) {
      case "hello" -> log().info("Starting [service] {}", "shippy.service.vessel");
      case "levels" -> levels();
      case "libraries" -> libraries();
      case "error" -> log().error("cannot renew", new IOException("refused"));
      case "flood" ->
          IntStream.range(0, 20_000).forEach(i -> log().info("line {} {}", i, "x".repeat(80)));
      case "live" -> live();
      case "command" -> command(Boolean.parseBoolean(args[1]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void levels() {
    log().trace("at trace");
    log().debug("at debug");
    log().info("at info");
    log().warn("at warn");
    log().error("at error");
  }

  /** As a program with results, whose libraries begin to log at once in several threads. */
  private static void command(boolean verbose) {
    Config config = Config.of(Map.of("log_level", "warn"), Map.of());
    LogProperties.apply(config, Settings.LOG_LEVEL, "stderr", verbose);
    LOUD.parallelStream().forEach(name -> julLogger(name).severe(name));
    LOUD.parallelStream().forEach(name -> LoggerFactory.getLogger(name).error(name));
    log().warn("own line");
  }

  /** As a service whose log settings change. */
  private static void live() {
    ScriptedConfig script = ScriptedConfig.of("log_level = info\nlog_levels.io.vertx = debug\n");
    LiveConfig live = script.load(Map.of(), List.of());
    LogProperties.apply(live.current(), Settings.LOG_LEVEL, "stderr", true);
    LogProperties.follow(live, Settings.LOG_LEVEL);
    live.follow(Clock.system());
    fine("start");
    script.change("log_level = warn\nlog_levels.io.grpc = debug\n");
    fine("named");
    script.change("log_level = debug\nlog_levels.io.grpc = error\n");
    fine("verbose");
    script.change("log_level = info\nlog_levels.io.grpc = no\n");
    fine("bad");
    script.change("log_level = info\n");
    fine("end");
  }

  private static void fine(String when) {
    julLogger("io.grpc.netty").fine(when + " grpc");
    LoggerFactory.getLogger("io.grpc.other").debug("{} grpc by SLF4J", when);
    LoggerFactory.getLogger("io.vertx.core").debug("{} vertx", when);
    log().debug("{} own", when);
  }

  /** None is made before a program asks for one. */
  private static Logger log() {
    return LoggerFactory.getLogger(LogProgram.class);
  }

  private static java.util.logging.Logger julLogger(String name) {
    return java.util.logging.Logger.getLogger(name);
  }

  private static void libraries() {
    log().trace("the back end is there");
    julLogger("io.grpc.netty").info("grpc at info");
    julLogger("io.grpc.netty").fine("grpc at debug");
    julLogger("io.grpc.netty").log(Level.WARNING, "grpc at {0}", "warn");
    String channels = "io.grpc.internal.ManagedChannelImpl";
    julLogger(channels).warning("channel at warn");
    julLogger("other").info("other at info");
    LoggerFactory.getLogger("io.grpc.netty.NettyClientHandler").debug("bytes of a password");
    LoggerFactory.getLogger("io.netty.channel").info("netty at info");
    LoggerFactory.getLogger("io.vertx.core").info("vertx at info");
    LoggerFactory.getLogger("io.etcd.jetcd").info("jetcd at info");
    LoggerFactory.getLogger("io.etcd.jetcd.impl.KVImpl").warn("jetcd at warn");
    LoggerFactory.getLogger("javax.jmdns.impl").warn("jmdns at warn");
    julLogger("com.google.protobuf.util.Timestamps").warning("protobuf at warn");
    julLogger("io.grpc.protobuf.services.HealthCheckingLoadBalancerFactory").severe("no health");
    LoggerFactory.getLogger("org.sqlite.SQLiteJDBCLoader").error("no library there");
  }
}
