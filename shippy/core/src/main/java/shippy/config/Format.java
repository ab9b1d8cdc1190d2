package shippy.config;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected completes "(expected: …)" in an error
 * @param parser throws {@link IllegalArgumentException} for text that does not have this form
 * @param choices every text there is; empty if there are too many to list
 * @param isMap whether the text is pairs {@code k=v,k2=v2}
 */
public record Format<T>(
    String expected, Function<String, T> parser, List<String> choices, boolean isMap) {
  private static final String ADDRESS =
      "(?:\\[[0-9A-Fa-f:.]+(?:%[\\w.~-]+)?]|[^\\s:\\[\\]/@,%]+):[1-9]\\d{0,4}";
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
  private static final String SHARE = "0|0?\\.\\d{1,17}|0\\.|1|1\\.0{0,17}";
  private static final String URL_OF_ID = "https?://[^\\s\"<>]*\\{id}[^\\s\"<>]*";
  static final List<String> SWITCH = List.of("true", "false");

  private static final Duration LONGEST = Duration.ofDays(365);

  /** Of the entries of a map some do not fit. */
  static final class EntryException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String entries;

    EntryException(String entries) {
      super(entries);
      this.entries = entries;
    }

    EntryException(String entries, IllegalArgumentException cause) {
      super(entries, cause);
      this.entries = entries;
    }

    /** Those as they are written; more than one only if they belong together. */
    String entries() {
      return entries;
    }
  }

  public Format {
    requireNonNull(expected, "expected");
    requireNonNull(parser, "parser");
    choices = List.copyOf(choices);
  }

  /** A form of which there are too many texts to list. */
  public Format(String expected, Function<String, T> parser) {
    this(expected, parser, List.of(), false);
  }

  /** Any text. */
  public static Format<String> text() {
    return new Format<>("text", text -> text);
  }

  /** {@code host:port} of something to connect to. */
  public static Format<String> address() {
    return new Format<>(
        "host:port, such as 127.0.0.1:24224",
        text -> {
          if (!text.matches(ADDRESS)
              || Integer.parseInt(text.substring(text.lastIndexOf(':') + 1)) > 65_535) {
            throw new IllegalArgumentException(text);
          }
          return text;
        });
  }

  /** A whole number in a range. */
  public static Format<Integer> integer(int min, int max) {
    return new Format<>(
        "a whole number from " + min + " to " + max,
        text -> {
          int value = Integer.parseInt(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }

  /** The address of a page about one of many things, with {@code {id}} where its id belongs. */
  public static Format<String> urlOfId() {
    return new Format<>(
        "an http(s) URL with {id}, such as http://127.0.0.1:16686/trace/{id}",
        text -> {
          if (!text.matches(URL_OF_ID)) {
            throw new IllegalArgumentException(text);
          }
          return text;
        });
  }

  /** Texts, separated by commas; at least one, none of them empty. */
  public static Format<List<String>> list() {
    return new Format<>(
        "texts, separated by commas",
        text -> {
          List<String> texts = Stream.of(text.split(",", -1)).map(String::trim).toList();
          if (texts.contains("")) {
            throw new IllegalArgumentException(text);
          }
          return texts;
        });
  }

  /** {@code true} or {@code false}. */
  public static Format<Boolean> bool() {
    return oneOf(SWITCH, Boolean::valueOf);
  }

  /** A share of all, 0 to 1. */
  public static Format<Double> share() {
    return new Format<>(
        "a number from 0 to 1",
        text -> {
          if (!text.matches(SHARE)) {
            throw new IllegalArgumentException(text);
          }
          return Double.parseDouble(text);
        });
  }

  /**
   * A positive duration of up to a year, as in go-micro: {@code 15s}, {@code 500ms}; a bare number
   * is seconds.
   */
  public static Format<Duration> duration() {
    return new Format<>(
        "a duration such as 15s, 500ms or 2m, at most a year", Format::parseDuration);
  }

  /** Pairs {@code k=v,k2=v2}. */
  public static Format<Map<String, String>> pairs() {
    return pairs("key=value pairs, each key once, separated by commas", pairs -> pairs);
  }

  /**
   * Pairs {@code k=v,k2=v2} that mean something.
   *
   * @param meaning throws {@link IllegalArgumentException} for pairs that have none
   */
  public static <T> Format<T> pairs(String expected, Function<Map<String, String>, T> meaning) {
    return new Format<>(
        expected, text -> meaning.apply(parsePairs(text)), List.of(), /* isMap= */ true);
  }

  /** Pairs {@code k=v,k2=v2} with values of another form. */
  public static <T> Format<Map<String, T>> pairsOf(String expected, Format<T> form) {
    return pairs(
        expected,
        pairs -> {
          Map<String, T> values = new TreeMap<>();
          pairs.forEach(
              (key, text) ->
                  values.put(key, of(Map.of(key, text), () -> form.parser().apply(text))));
          return Map.copyOf(values);
        });
  }

  /**
   * Pairs {@code NAME.FIELD=VALUE}, of which those of a name mean something together; names may
   * have dots.
   *
   * @param meaning of a name and its fields; removes those that it knows: there must be no others
   */
  static <T> Format<Map<String, T>> pairsByName(
      String expected, BiFunction<String, Map<String, String>, T> meaning) {
    return pairs(
        expected,
        pairs -> {
          Map<String, Map<String, String>> entries = new TreeMap<>();
          pairs.forEach(
              (key, text) ->
                  entries
                      .computeIfAbsent(
                          key.substring(0, Math.max(0, key.lastIndexOf('.'))),
                          first -> new TreeMap<>())
                      .put(key, text));
          Map<String, T> values = new TreeMap<>();
          entries.forEach(
              (name, some) -> values.put(name, of(some, () -> ofName(name, some, meaning))));
          return Map.copyOf(values);
        });
  }

  private static <T> T ofName(
      String name,
      Map<String, String> entries,
      BiFunction<String, Map<String, String>, T> meaning) {
    Map<String, String> fields = new TreeMap<>();
    entries.forEach((key, text) -> fields.put(key.substring(key.lastIndexOf('.') + 1), text));
    T value = meaning.apply(name, fields);
    if (name.isEmpty() || !fields.isEmpty()) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  /** What these entries of a map mean. */
  private static <T> T of(Map<String, String> entries, Supplier<T> meaning) {
    try {
      return meaning.get();
    } catch (IllegalArgumentException e) {
      throw new EntryException(
          entries.entrySet().stream().map(Map.Entry::toString).sorted().collect(joining(",")), e);
    }
  }

  /** One of the constants, written in lower case and with dashes. */
  public static <E extends Enum<E>> Format<E> oneOf(Class<E> type) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      names.put(constant.name().toLowerCase(Locale.ROOT).replace('_', '-'), constant);
    }
    return oneOf(List.copyOf(names.keySet()), text -> requireNonNull(names.get(text), "constant"));
  }

  /** One of these texts. */
  static <T> Format<T> oneOf(List<String> choices, Function<String, T> meaning) {
    return new Format<>(
        either(String.join(", ", choices)),
        text -> {
          if (!choices.contains(text)) {
            throw new IllegalArgumentException(text);
          }
          return meaning.apply(text);
        },
        choices,
        false);
  }

  private static String either(String choices) {
    int last = choices.lastIndexOf(", ");
    return last < 0 ? choices : choices.substring(0, last) + " or " + choices.substring(last + 2);
  }

  private static Duration parseDuration(String text) {
    Matcher m = DURATION.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException(text);
    }
    long amount = Long.parseLong(m.group(1));
    String unit = m.group(2) == null ? "s" : m.group(2);
    Duration duration =
        switch (unit) {
          case "ms" -> Duration.ofMillis(amount);
          case "m" -> Duration.ofMinutes(amount);
          case "h" -> Duration.ofHours(amount);
          default -> Duration.ofSeconds(amount);
        };
    if (duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(text);
    }
    return duration;
  }

  private static Map<String, String> parsePairs(String text) {
    Map<String, String> pairs = new TreeMap<>();
    for (String pair : text.split(",", -1)) {
      int equals = pair.indexOf('=');
      String key = pair.substring(0, Math.max(0, equals)).trim();
      if (key.isEmpty()) {
        throw pair.isBlank() ? new IllegalArgumentException(text) : new EntryException(pair.trim());
      }
      String other = pairs.put(key, pair.substring(equals + 1).trim());
      if (other != null) {
        throw new EntryException(key + "=" + other + "," + pair.trim());
      }
    }
    return pairs;
  }
}
