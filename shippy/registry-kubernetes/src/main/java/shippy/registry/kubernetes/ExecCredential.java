package shippy.registry.kubernetes;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import shippy.clock.Clock;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * A token that a program prints, as client.authentication.k8s.io says. It is asked again when the
 * token expires, and after a minute, since the server may have revoked it. Safe for any thread.
 */
final class ExecCredential implements Supplier<Optional<String>> {
  private static final Duration MAX_AGE = Duration.ofMinutes(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Unstructured exec;
  private final Path file;
  private final Clock clock;
  private Optional<String> token = Optional.empty();
  private Instant end = Instant.MIN;

  /**
   * Does not run it yet.
   *
   * @param exec the entry of the user in a kubeconfig
   * @param file that kubeconfig, beside which a relative command lies
   */
  ExecCredential(Unstructured exec, Path file, Clock clock) {
    this.exec = exec;
    this.file = file;
    this.clock = clock;
  }

  @Override
  public synchronized Optional<String> get() {
    Instant now = clock.now();
    if (!now.isBefore(end)) {
      Unstructured status = run().at("status");
      token = status.at("token").text();
      if (token.isEmpty()) {
        throw failed("it prints no token", "certificates of such programs are not supported");
      }
      end = earlier(status.at("expirationTimestamp").orEmpty(), now.plus(MAX_AGE));
    }
    return token;
  }

  private Instant earlier(String expiry, Instant latest) {
    try {
      Instant told = expiry.isEmpty() ? latest : Instant.parse(expiry);
      return told.isBefore(latest) ? told : latest;
    } catch (DateTimeException e) {
      throw failed("expirationTimestamp: " + e.getMessage(), "");
    }
  }

  private Unstructured run() {
    try {
      Process process = builder().start();
      process.getOutputStream().close();
      // A token is far smaller than what a pipe holds, so it need not be read meanwhile.
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed("it does not end within " + LIMIT.toSeconds() + " s", "");
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.exitValue() != 0) {
        throw failed("it ends with exit code " + process.exitValue(), "its message is above");
      }
      return Unstructured.json(output);
    } catch (IOException e) {
      throw failed(String.valueOf(e.getMessage()), exec.at("installHint").orEmpty());
    } catch (InterruptedException e) {
      throw Problem.interrupted("waiting for " + command(), e);
    }
  }

  private ProcessBuilder builder() {
    List<String> words = new ArrayList<>(List.of(command()));
    exec.at("args").items().forEach(word -> words.add(word.orEmpty()));
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.INHERIT);
    exec.at("env")
        .items()
        .forEach(
            one -> builder.environment().put(one.at("name").orEmpty(), one.at("value").orEmpty()));
    builder
        .environment()
        .put(
            "KUBERNETES_EXEC_INFO",
            "{\"apiVersion\":\"%s\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}"
                .formatted(exec.at("apiVersion").orEmpty()));
    return builder;
  }

  /** A path is relative to the kubeconfig, a name is looked up in PATH. */
  private String command() {
    String command = exec.at("command").orEmpty();
    return command.contains(File.separator) ? file.resolveSibling(command).toString() : command;
  }

  private ProblemException failed(String what, String hint) {
    Problem problem =
        Problem.of(
            ExitCode.CONFIG, "cannot log in with %s of %s: %s".formatted(command(), file, what));
    return (hint.isEmpty() ? problem : problem.withLikely(hint))
        .withFix("kubectl get endpointslices", "does kubectl get in?")
        .toException();
  }
}
