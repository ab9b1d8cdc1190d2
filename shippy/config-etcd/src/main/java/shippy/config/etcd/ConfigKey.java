package shippy.config.etcd;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import shippy.config.ConfigEntry;
import shippy.config.ConfigFormat;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/**
 * A key of the config centre, which begins with a slash. One that ends with a slash means
 * go-micro's tree: all keys below it.
 */
public record ConfigKey(String text) {
  /** Where the keys of services are. */
  public static final String ROOT = "/shippy/config/";

  private static final String SCHEME = "etcd://";
  private static final int MAX_LENGTH = 255;
  private static final Pattern FORM = Pattern.compile("(/[^/,\\s\\p{Cntrl}]+)+/?");
  private static final Pattern FORMAT =
      Pattern.compile(".*\\.(?:properties|ya?ml|toml|json)", Pattern.CASE_INSENSITIVE);

  public ConfigKey {
    if (!FORM.matcher(text).matches() || text.length() > MAX_LENGTH) {
      throw Problem.of(
              ExitCode.CONFIG,
              "\"%s\" is no key (expected: %sNAME without commas and blanks)".formatted(text, ROOT))
          .toException();
    }
  }

  /** Reads {@code etcd:///KEY}. */
  static ConfigKey at(String location) {
    if (!location.startsWith(SCHEME + "/")) {
      throw Problem.of(ExitCode.CONFIG, "\"%s\" (expected: etcd:///KEY)".formatted(location))
          .withFix("--config_address=HOST:PORT", "this is the place of an address")
          .toException();
    }
    return new ConfigKey(location.substring(SCHEME.length()));
  }

  /** Reads {@code etcd:///KEY}, {@code /KEY}, or a name, which is meant below {@link #ROOT}. */
  public static ConfigKey of(String text) {
    if (text.startsWith(SCHEME)) {
      return at(text);
    }
    return new ConfigKey(text.startsWith("/") ? text : ROOT + text);
  }

  /** The same; refuses one that means a tree. */
  public static ConfigKey single(String text) {
    ConfigKey key = of(text);
    if (key.isTree()) {
      throw Problem.of(
              ExitCode.CONFIG,
              "\"%s\" (expected: a key without a slash at its end)".formatted(text))
          .toException();
    }
    return key;
  }

  /**
   * One as an argument names it.
   *
   * @throws ProblemException with code {@code USAGE} if it is none
   */
  public static ConfigKey typed(String argument) {
    return typed(argument, ConfigKey::single);
  }

  /** The same; one that ends with a slash means all keys below it. */
  public static ConfigKey typedFolder(String argument) {
    return typed(argument, ConfigKey::of);
  }

  private static ConfigKey typed(String argument, Function<String, ConfigKey> reading) {
    try {
      return reading.apply(argument);
    } catch (ProblemException e) {
      throw e.problem().withCode(ExitCode.USAGE).toException(e);
    }
  }

  /**
   * Refuses one that is not below a folder of settings, and is most likely something else.
   *
   * @throws ProblemException with code {@code USAGE}
   */
  public void requireOfSettings(boolean force) {
    if (!force && !isInTree() && !text.startsWith(ROOT)) {
      throw Problem.of(
              ExitCode.USAGE,
              "\"%s\" (expected: a key below %s or %s)"
                  .formatted(text, ROOT, GoMicroTree.ROOT.text()))
          .withFix("--force", "write it nevertheless: a service may follow this key")
          .toException();
    }
  }

  boolean isTree() {
    return text.endsWith("/");
  }

  /** Whether a key of etcd is this one, or in this tree. */
  boolean holds(String name) {
    return isTree() ? name.startsWith(text) : name.equals(text);
  }

  /** What it begins with, up to its last slash. */
  String folder() {
    return text.substring(0, text.lastIndexOf('/') + 1);
  }

  /** Whether it is one of go-micro's tree, at its usual place. */
  boolean isInTree() {
    return text.startsWith(GoMicroTree.ROOT.text());
  }

  /**
   * The settings in a text for this key; JSON if it is one of go-micro's tree.
   *
   * @param source whose text it is, for messages
   * @throws ProblemException with line and column if it is malformed
   */
  public List<ConfigEntry> parse(String settings, String source) {
    return isInTree()
        ? GoMicroTree.parse(GoMicroTree.ROOT, text, settings, source)
        : ConfigFormat.parse(formatName(), settings, source);
  }

  /** A name that ends in the format of its text. */
  public String formatName() {
    if (isTree() || isInTree()) {
      return text + ".json";
    }
    return FORMAT.matcher(text).matches() ? text : text + ".yaml";
  }

  /** {@code etcd:///shippy/config/vessel}. */
  @Override
  public String toString() {
    return SCHEME + text;
  }
}
