package shippy.config;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.problem.Suggestion;

/**
 * Reads the flags of a program that takes nothing but settings: {@code --x=v}, {@code --x v}, or
 * {@code --x} for one that is true or false.
 */
public final class Arguments {
  private Arguments() {}

  /**
   * The flags by setting name. A repeated flag keeps all its values, joined by commas.
   *
   * @throws ProblemException for an unknown flag, a flag without value, or anything else
   */
  public static Map<String, String> parse(List<String> args, Collection<Setting<?>> known) {
    Map<String, String> flags = new HashMap<>();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      String flag = equals < 0 ? arg : arg.substring(0, equals);
      Setting<?> setting = find(flag, known);
      boolean alone = equals < 0 && (i + 1 == args.size() || args.get(i + 1).startsWith("--"));
      if (equals < 0 && setting.isSwitch()) {
        flags.put(setting.name(), "true");
        continue;
      }
      if (alone) {
        throw Problem.of(ExitCode.USAGE, "%s: no value (expected: %s=...)".formatted(flag, flag))
            .toException();
      }
      String value = equals < 0 ? args.get(++i) : arg.substring(equals + 1);
      flags.merge(setting.name(), value, (a, b) -> a + "," + b);
    }
    return flags;
  }

  private static Setting<?> find(String flag, Collection<Setting<?>> known) {
    Optional<Setting<?>> found =
        known.stream()
            .filter(setting -> flag.startsWith("-") && setting.name().equals(name(flag)))
            .findFirst();
    found.filter(Setting::secret).ifPresent(Arguments::refuse);
    return found.orElseThrow(() -> unknown(flag, known));
  }

  /** {@code --register-ttl} and {@code -register_ttl} are both {@code register_ttl}. */
  private static String name(String flag) {
    return flag.replaceFirst("^--?", "").replace('-', '_');
  }

  private static void refuse(Setting<?> secret) {
    String variable = secret.variables().get(0);
    throw Problem.of(
            ExitCode.USAGE,
            "%s is no flag: everybody on the machine sees flags (expected: %s)"
                .formatted(secret.flag(), variable))
        .withFix(variable + "=...", "set it in the environment")
        .toException();
  }

  private static ProblemException unknown(String flag, Collection<Setting<?>> known) {
    Problem problem =
        Problem.of(ExitCode.USAGE, "\"%s\" is not a flag of this program".formatted(flag));
    List<String> names = known.stream().filter(s -> !s.secret()).map(Setting::flag).toList();
    return Suggestion.add(problem, "--" + name(flag), names)
        .withFix("--help", "list all flags")
        .toException();
  }
}
