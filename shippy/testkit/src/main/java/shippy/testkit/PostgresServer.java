package shippy.testkit;

import static java.util.Objects.requireNonNull;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import shippy.process.LogTail;

/**
 * A real PostgreSQL on a free port of 127.0.0.1, which ends with this JVM. It sorts text in English
 * order, not by bytes, as a user's server may. Without a PostgreSQL for this machine tests abort;
 * with {@code CI} in the environment they fail. Safe for any thread.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String USER = "postgres";
  private static final PgBinaryResolver BINARIES = PostgresServer::binaries;
  private static @Nullable PostgresServer shared;

  private final boolean durable;
  private final Path folder;
  private final int port = FreePorts.find(1).get(0);
  private final AtomicInteger databases = new AtomicInteger();
  private final Thread atExit = new Thread(this::stop, "postgres-at-exit");
  private @Nullable EmbeddedPostgres server;

  private PostgresServer(boolean durable) {
    this.durable = durable;
    this.folder = TemporaryFolder.create("shippy-postgres-");
  }

  /** The shared server of this JVM, for tests that only need databases; it skips fsync. */
  public static synchronized PostgresServer shared() {
    if (shared == null) {
      shared = open(false);
    }
    return shared;
  }

  /** A new server, as durable as one in production: its commits survive a kill. */
  public static PostgresServer durable() {
    return open(true);
  }

  private static PostgresServer open(boolean durable) {
    if (System.getProperty("user.name", "").equals("root") && !LinuxUtils.isUnshareAvailable()) {
      throw Prerequisite.missing("PostgreSQL does not run as root, and unshare -U is not allowed");
    }
    PostgresServer opened = new PostgresServer(durable);
    Runtime.getRuntime().addShutdownHook(opened.atExit);
    opened.start();
    return opened;
  }

  /** The JDBC URL of a new and empty database, with a user that needs no password. */
  public String freshDatabase() {
    String name = "test" + databases.incrementAndGet();
    try (Connection admin = running().getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException e) {
      throw new AssertionError(
          "cannot create a database: " + String.join("\n", LogTail.of(log(), 15)), e);
    }
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, name, USER);
  }

  /** Kills all its processes with SIGKILL; returns when they are gone. */
  public synchronized void kill() {
    running();
    List<ProcessHandle> processes = processes();
    processes.forEach(ProcessHandle::destroyForcibly);
    processes.forEach(process -> process.onExit().orTimeout(10, TimeUnit.SECONDS).join());
    release();
  }

  /** Starts a killed server with the same port and data; returns when it answers. */
  public synchronized void start() {
    if (server != null) {
      return;
    }
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(log().toFile());
    String flush = durable ? "on" : "off";
    try {
      server =
          EmbeddedPostgres.builder()
              .setPgBinaryResolver(BINARIES)
              .setDataDirectory(folder.resolve("data"))
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPort(port)
              .setPGStartupWait(START_LIMIT)
              .setOutputRedirector(log)
              .setErrorRedirector(log)
              // The library's default is off for these three.
              .setServerConfig("fsync", flush)
              .setServerConfig("synchronous_commit", flush)
              .setServerConfig("full_page_writes", flush)
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "''")
              .setLocaleConfig("locale", "C")
              .setLocaleConfig("locale-provider", "icu")
              .setLocaleConfig("icu-locale", "en-US")
              .start();
    } catch (IOException | IllegalStateException e) {
      throw new AssertionError(
          "PostgreSQL does not start: " + String.join("\n", LogTail.of(log(), 15)), e);
    }
  }

  /** Stops it and deletes its data. Idempotent. */
  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private synchronized void stop() {
    if (server != null) {
      release();
    }
    TemporaryFolder.delete(folder);
  }

  /** Stops it if it still runs, and gives up the lock on its data. */
  private void release() {
    try {
      running().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = null;
  }

  private synchronized EmbeddedPostgres running() {
    return requireNonNull(server, "killed or closed");
  }

  /** The postmaster, whose process id is in its data, and its children. */
  private List<ProcessHandle> processes() {
    try (var lines = Files.lines(folder.resolve("data").resolve("postmaster.pid"))) {
      long pid = Long.parseLong(lines.findFirst().orElseThrow().strip());
      ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
      List<ProcessHandle> all = new ArrayList<>(List.of(postmaster));
      postmaster.descendants().forEach(all::add);
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static InputStream binaries(String system, String machine) throws IOException {
    try {
      return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    } catch (IllegalStateException e) {
      throw Prerequisite.missing("no PostgreSQL to test with on %s %s".formatted(system, machine));
    }
  }
}
