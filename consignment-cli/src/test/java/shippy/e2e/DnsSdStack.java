package shippy.e2e;

import static java.util.Objects.requireNonNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import shippy.testkit.CommandHarness;
import shippy.testkit.CommandHarness.Result;
import shippy.testkit.Prerequisite;

/**
 * Other implementations of DNS-SD, as programs that {@code .ci/stacks} makes, and what they cannot
 * do by themselves.
 */
enum DnsSdStack {
  AVAHI(true, true, true),
  ZEROCONF(true, true, true),
  MDNS_SD(true, true, true),
  /** Its browser tells of each instance once. */
  GRANDCAT(false, false, true),
  /** Its server neither announces itself nor says goodbye, and answers by unicast alone. */
  HASHICORP(true, true, false),
  /** Its browser knows no changes. */
  BRUTELLA(false, true, true),
  BONJOUR(true, true, true);

  private static Optional<Result> made = Optional.empty();

  /** Whether its browser tells that TXT has changed. */
  final boolean tellsChanges;

  /** Whether its browser tells that an instance has gone. */
  final boolean tellsGoodbyes;

  /** Whether its server announces what comes and goes. */
  final boolean announces;

  DnsSdStack(boolean tellsChanges, boolean tellsGoodbyes, boolean announces) {
    this.tellsChanges = tellsChanges;
    this.tellsGoodbyes = tellsGoodbyes;
    this.announces = announces;
  }

  /** Its name in lower case and with dashes. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it can be had here. */
  boolean exists() {
    return Files.isExecutable(path());
  }

  private Path path() {
    return Path.of(made().stdout().strip()).resolve(word());
  }

  /** Its program; aborts the test, or fails it in CI, where it cannot be had. */
  Path program() {
    if (!exists()) {
      throw Prerequisite.missing("no DNS-SD stack %s: %s".formatted(word(), made().stderr()));
    }
    return path();
  }

  /**
   * What was started for this stack; aborts the test, or fails it in CI, if the stack is not here.
   */
  <T> T in(Map<DnsSdStack, T> started) {
    program();
    return requireNonNull(started.get(this), word());
  }

  private static synchronized Result made() {
    if (made.isEmpty()) {
      String script = Sandbox.ROOT.resolve(".ci/stacks").toString();
      try (CommandHarness harness = CommandHarness.program(script)) {
        made =
            Optional.of(
                harness
                    .env("HOME", System.getProperty("user.home", "")) // where packages are kept
                    .timeout(Duration.ofMinutes(10))
                    .run());
      }
    }
    return made.get();
  }
}
