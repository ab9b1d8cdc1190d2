package shippy.tool.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import shippy.config.Config;
import shippy.config.SettingTree;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigConflict;
import shippy.config.etcd.ConfigKey;
import shippy.console.io.InputFile;
import shippy.console.output.Output;
import shippy.console.output.UnifiedDiff;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * A text that somebody wants to write to a key.
 *
 * @param source what it is called in messages
 */
record SettingsText(ConfigKey key, String text, String source) {
  /**
   * The text in a file.
   *
   * @throws ProblemException if there is no such file, or it is too large or not UTF-8
   */
  static SettingsText read(ConfigKey key, InputFile file, InputStream stdin) {
    try (InputStream in = file.open(stdin)) {
      byte[] bytes = InputFile.read(file.name(), in);
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new SettingsText(key, text, file.name());
    } catch (CharacterCodingException e) {
      throw Problem.of(ExitCode.BAD_INPUT, "%s: not UTF-8 text".formatted(file.name()))
          .toException(e);
    } catch (IOException e) {
      throw InputFile.unreadable(file.name(), e);
    }
  }

  /**
   * Refuses what no program would take. Programs may have settings of their own, which are not
   * known here.
   *
   * @param force whether what some programs might take is remarked only
   * @throws ProblemException with code {@code BAD_INPUT}, mostly with line and column
   */
  void check(ConfigCentre centre, boolean force, Output output) {
    if (text.isBlank()) {
      String what = source + ": an empty text would set everything back to defaults";
      doubt(Problem.of(ExitCode.BAD_INPUT, what), "write it nevertheless", force, output);
      return;
    }
    try {
      Map<String, Config.Origin> values =
          SettingTree.of(List.of())
              .values(
                  key.parse(text, source),
                  /* remote= */ true,
                  problem -> unknown(problem, force, output));
      requireFit(values, force, output);
    } catch (ProblemException e) {
      throw e.problem().withCode(ExitCode.BAD_INPUT).toException(e);
    }
    centre.requireFit(key, text, source);
  }

  private static void requireFit(Map<String, Config.Origin> values, boolean force, Output output) {
    try {
      SettingTree.requireFit(Config.of(Map.of(), Map.of()).withSources(List.of(values)));
    } catch (ProblemException e) {
      doubt(e.problem(), "write it nevertheless: flags of services may fit", force, output);
    }
  }

  private static void unknown(Problem found, boolean force, Output output) {
    Problem.Fix help = new Problem.Fix("--help", "list all settings"); // of those that read it
    Problem problem = found.with(new Problem.Fix("shippy config", help.effect()), help);
    doubt(problem, "write it nevertheless: a service may have such a setting", force, output);
  }

  private static void doubt(Problem problem, String forced, boolean force, Output output) {
    if (!force) {
      throw problem.withFix("--force", forced).toException();
    }
    output.failure("warning: " + problem.what(), problem);
  }

  /**
   * Writes it if the key has this revision.
   *
   * @throws ProblemException with both texts as a difference if it has not
   */
  Entry write(ConfigCentre centre, long ifRevision) {
    try {
      return centre.put(key.text(), text, ifRevision);
    } catch (ConfigConflict e) {
      String there = e.current().map(Entry::text).orElse("");
      String name = e.current().map(SettingsText::name).orElse("/dev/null");
      throw e.problem()
          .withFacts(UnifiedDiff.of(name + "  there now", there, source + "  yours", text))
          .withFix("shippy config get " + key.text(), "what is there now")
          .toException(e);
    }
  }

  /** {@code /shippy/config/vessel@42}. */
  static String name(Entry entry) {
    return entry.key() + "@" + entry.revision();
  }
}
