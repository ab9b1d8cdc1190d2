package shippy.tool.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
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
  /** What a program that reads them says. */
  private static final Problem.Fix OWN_HELP = new Problem.Fix("--help", "list all settings");

  SettingsText {
    requireNonNull(key, "key");
    requireNonNull(text, "text");
    requireNonNull(source, "source");
  }

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
   * @param force whether keys that are not known are remarked only
   * @throws ProblemException with code {@code BAD_INPUT}, line and column
   */
  void check(boolean force, Output output) {
    try {
      SettingTree.of(List.of())
          .values(
              key.parse(text, source),
              /* remote= */ true,
              problem -> unknown(problem, force, output));
    } catch (ProblemException e) {
      Problem problem = e.problem();
      throw new Problem(
              ExitCode.BAD_INPUT,
              problem.what(),
              problem.facts(),
              problem.likely(),
              problem.fixes())
          .toException(e);
    }
  }

  private static void unknown(Problem found, boolean force, Output output) {
    Problem problem = found.with(new Problem.Fix("shippy config", "list all settings"), OWN_HELP);
    if (!force) {
      throw problem
          .withFix("--force", "write it nevertheless: a service may have such a setting")
          .toException();
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
