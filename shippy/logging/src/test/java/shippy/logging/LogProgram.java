package shippy.logging;

import java.io.IOException;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs as a program would; what it logs is its first argument. */
final class LogProgram {
  private static final Logger LOG = LoggerFactory.getLogger(LogProgram.class);

  private LogProgram() {}

  public static void main(String[] args) {
    switch (args[0]) {
      case "hello" -> LOG.info("Starting [service] {}", "shippy.service.vessel");
      case "levels" -> levels();
      case "libraries" -> libraries();
      case "error" -> LOG.error("cannot renew", new IOException("refused"));
      case "flood" ->
          IntStream.range(0, 20_000).forEach(i -> LOG.info("line {} {}", i, "x".repeat(80)));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void levels() {
    LOG.trace("at trace");
    LOG.debug("at debug");
    LOG.info("at info");
    LOG.warn("at warn");
    LOG.error("at error");
  }

  private static void libraries() {
    java.util.logging.Logger.getLogger("io.grpc.netty").info("grpc at info");
    java.util.logging.Logger.getLogger("io.grpc.netty").fine("grpc at debug");
    java.util.logging.Logger.getLogger("io.grpc.netty").log(Level.WARNING, "grpc at {0}", "warn");
    String channels = "io.grpc.internal.ManagedChannelImpl";
    java.util.logging.Logger.getLogger(channels).warning("channel at warn");
    java.util.logging.Logger.getLogger("other").info("other at info");
    LoggerFactory.getLogger("io.netty.channel").info("netty at info");
    LoggerFactory.getLogger("io.vertx.core").info("vertx at info");
    LoggerFactory.getLogger("io.etcd.jetcd").info("jetcd at info");
    LoggerFactory.getLogger("io.etcd.jetcd.impl.KVImpl").warn("jetcd at warn");
    LoggerFactory.getLogger("javax.jmdns.impl").warn("jmdns at warn");
  }
}
