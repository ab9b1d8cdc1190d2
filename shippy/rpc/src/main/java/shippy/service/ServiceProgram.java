package shippy.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import shippy.config.Arguments;
import shippy.config.Config;
import shippy.config.LiveConfig;
import shippy.config.LogProperties;
import shippy.config.Setting;
import shippy.config.Settings;
import shippy.platform.Platform;
import shippy.platform.Signals;
import shippy.problem.BrokenProgram;
import shippy.problem.ExitCode;
import shippy.problem.HostLocale;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.ProblemText;
import shippy.problem.ProgramFile;

/** The main program of a service: takes flags, returns an exit code. */
final class ServiceProgram {
  private final Service service;

  ServiceProgram(Service service) {
    this.service = service;
  }

  ExitCode run(List<String> args, Map<String, String> env) {
    if (args.contains("--help") || args.contains("-h")) {
      print(System.out, help());
      return ExitCode.OK;
    }
    if (args.contains("--version")) {
      print(System.out, version());
      return ExitCode.OK;
    }
    try {
      HostLocale.leave(args, env);
      Map<String, String> flags = Arguments.parse(args, settings());
      LogProperties.set(Config.of(flags, env), Settings.LOG_LEVEL, "stdout", true);
      LiveConfig live = LiveConfig.load(flags, env, settings());
      LogProperties.apply(live.current(), Settings.LOG_LEVEL, "stdout", true);
      LogProperties.follow(live, Settings.LOG_LEVEL);
      return serve(live, ProgramFile.ofThisProcess());
    } catch (ProblemException e) {
      return report(e.problem());
    } catch (InvalidPathException e) {
      return report(HostLocale.problem(e));
    } catch (LinkageError e) {
      return report(BrokenProgram.problem(e));
    } catch (IOException e) {
      return report(Problem.of(ExitCode.INTERNAL, "cannot read the jar of this program: " + e));
    }
  }

  private static ExitCode report(Problem problem) {
    print(System.err, ProblemText.render(problem));
    return problem.code();
  }

  /** Prints UTF-8, whatever the stream's locale is. */
  private static void print(PrintStream stream, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }

  /** Leaving the block drains the service, then closes the platform. */
  private ExitCode serve(LiveConfig live, Optional<ProgramFile> jar) {
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    Signals.install().onFirst(() -> end.complete(ExitCode.OK));
    try (Platform platform = Platform.open(live);
        RunningService running = service.start(platform)) {
      jar.ifPresent(file -> watch(file, platform, end));
      var unused = running.ready().whenComplete((ready, refusal) -> endIfRefused(end, refusal));
      return end.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (LinkageError e) {
      if (end.isDone()) { // stopping: a changed jar has been reported
        return end.join();
      }
      throw e;
    }
  }

  private static void endIfRefused(CompletableFuture<?> end, @Nullable Throwable refusal) {
    if (refusal != null) {
      end.completeExceptionally(refusal);
    }
  }

  /**
   * Makes everything now, while classes can be loaded. After the jar has changed, other failures
   * are not reported.
   */
  private static void watch(ProgramFile jar, Platform platform, CompletableFuture<ExitCode> end) {
    String text = ProblemText.render(jar.changed());
    Thread.UncaughtExceptionHandler quiet =
        (thread, error) ->
            LoggerFactory.getLogger(Service.class).debug("{} ended", thread.getName(), error);
    jar.watch(
        platform.clock(),
        () -> {
          Thread.setDefaultUncaughtExceptionHandler(quiet);
          print(System.err, text);
          end.complete(jar.changed().code());
        });
  }

  private List<Setting<?>> settings() {
    List<Setting<?>> all = new ArrayList<>(Settings.SERVER);
    all.addAll(service.settings());
    all.addAll(Settings.CLIENT);
    all.addAll(Settings.COMMON);
    return all;
  }

  private String help() {
    StringBuilder help = new StringBuilder("Service %s. Flags:%n".formatted(service.name()));
    for (Setting<?> setting : settings()) {
      String flag = setting.secret() ? "(no flag)" : setting.flag() + "=VALUE";
      help.append("  %s  [$%s]%n".formatted(flag, setting.variables().get(0)));
      help.append("    ").append(setting.description());
      setting.fallback().ifPresent(text -> help.append(" (default: ").append(text).append(')'));
      help.append('\n');
    }
    return help.toString();
  }

  private String version() {
    return "%s %s (Java %s)%n"
        .formatted(
            service.name(),
            Objects.requireNonNullElse(
                Service.class.getPackage().getImplementationVersion(), "from classes"),
            System.getProperty("java.version"));
  }
}
