package shippy.config.etcd;

import java.util.regex.Pattern;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/**
 * A key of the config centre, which begins with a slash. One that ends with a slash means
 * go-micro's tree: all keys below it.
 */
record ConfigKey(String text) {
  /** Where the keys of services are. */
  static final String ROOT = "/shippy/config/";

  private static final String SCHEME = "etcd://";
  private static final int MAX_LENGTH = 255;
  private static final Pattern FORM = Pattern.compile("(/[^/,\\s\\p{Cntrl}]+)+/?");
  private static final Pattern FORMAT =
      Pattern.compile(".*\\.(?:properties|ya?ml|toml|json)", Pattern.CASE_INSENSITIVE);

  ConfigKey {
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
  static ConfigKey of(String text) {
    if (text.startsWith(SCHEME)) {
      return at(text);
    }
    return new ConfigKey(text.startsWith("/") ? text : ROOT + text);
  }

  boolean isTree() {
    return text.endsWith("/");
  }

  /** What it begins with, up to its last slash. */
  String folder() {
    return text.substring(0, text.lastIndexOf('/') + 1);
  }

  /** A name that ends in the format of its text. */
  String formatName() {
    if (isTree()) {
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
