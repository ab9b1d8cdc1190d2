package shippy.testkit.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import shippy.clock.Randomness;
import shippy.process.ChildProcess;
import shippy.process.LogTail;
import shippy.testkit.BuildScript;
import shippy.testkit.TemporaryFolder;

/**
 * A real CoreDNS on loopback for each test, with the zone {@code test.}; each name of {@code
 * fail.test.} is answered with SERVFAIL. Needs what {@code shippy/registry-dns/coredns/build}
 * makes: without it tests abort; with {@code CI} in the environment they fail.
 */
public final class CoreDns implements BeforeEachCallback, AfterEachCallback, AutoCloseable {
  /** Below those that the system gives to clients. */
  private static final int PORT = 1053;

  private final Path folder = TemporaryFolder.create("shippy-coredns-");

  /** Its own, with a port that no connection of others takes while the server is down. */
  private final String host = "127.%d.%d.%d".formatted(part(), part(), part());

  private final String more;
  private @Nullable ChildProcess process;
  private int serial;

  private CoreDns(String more) {
    this.more = more;
  }

  private static int part() {
    return Randomness.fast().nextInt(1, 255);
  }

  /** A server that is not started. */
  public static CoreDns create() {
    return new CoreDns("");
  }

  /** The same, with more lines in its configuration. */
  public static CoreDns with(String more) {
    return new CoreDns(more);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    zone(List.of());
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      System.out.println("CoreDNS at " + address() + ": " + lastLines());
    }
    close();
  }

  /** Replaces the records of {@code test.}; the server reads them within about 50 ms. */
  public synchronized void zone(Collection<String> records) {
    serial++;
    String head =
        "$ORIGIN test.%n$TTL 1%n@ SOA ns root %d 60 60 60 1%n@ NS ns%nns A 127.0.0.1%n"
            .formatted(serial);
    try {
      Path next = folder.resolve("zone.next");
      Files.writeString(next, head + String.join("\n", records) + "\n");
      Files.move(next, zone(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts it, also again. */
  public void start() {
    Path program = BuildScript.run("shippy/registry-dns/coredns/build").resolve("coredns");
    String config =
        """
        .:%d {
          bind %s
          errors
          template ANY ANY fail.test {
            rcode SERVFAIL
          }
          file %s test {
            reload 50ms
          }
          %s
        }
        """
            .formatted(PORT, host, zone(), more);
    try {
      Path file = Files.writeString(folder.resolve("Corefile"), config);
      process =
          ChildProcess.startLogging(
              "coredns",
              new ProcessBuilder(program.toString(), "-conf", file.toString()),
              folder.resolve("log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL; returns when it is gone. */
  public void kill() {
    if (process != null) {
      process.killAndWait();
    }
  }

  /** {@code ADDRESS:PORT}, the address in 127/8. */
  public String address() {
    return host + ":" + PORT;
  }

  /** The end of its log. */
  public List<String> lastLines() {
    return LogTail.of(folder.resolve("log"), 15);
  }

  /** Ends it and deletes its files. Idempotent. */
  @Override
  public void close() {
    kill();
    TemporaryFolder.delete(folder);
  }

  private Path zone() {
    return folder.resolve("zone");
  }
}
