package shippy.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A named value that users can set. Setting {@code x} has the flag {@code --x} (with dashes for
 * underscores accepted), the variable {@code MICRO_X} and the file key {@code x}; a secret has no
 * flag.
 *
 * @param name lower case with underscores, as in go-micro
 * @param fallback the default as text; absent if the program chooses it
 * @param description a phrase for help texts
 * @param secret never shown, never taken from a flag
 * @param variables environment variables, strongest first
 * @param reloadable whether a running program follows a change of its value
 */
public record Setting<T>(
    String name,
    Optional<String> fallback,
    String description,
    Format<T> format,
    boolean secret,
    List<String> variables,
    boolean reloadable) {

  public Setting {
    requireNonNull(name, "name");
    requireNonNull(fallback, "fallback");
    requireNonNull(description, "description");
    requireNonNull(format, "format");
    variables = List.copyOf(variables);
  }

  /** A setting with a default. */
  public static <T> Setting<T> of(
      String name, String fallback, String description, Format<T> format) {
    return optional(name, description, format).orElse(fallback);
  }

  /** A setting without a default. */
  public static <T> Setting<T> optional(String name, String description, Format<T> format) {
    String variable = "MICRO_" + name.toUpperCase(Locale.ROOT);
    return new Setting<>(
        name, Optional.empty(), description, format, false, List.of(variable), false);
  }

  /** This setting with another default. */
  public Setting<T> orElse(String other) {
    return new Setting<>(
        name, Optional.of(other), description, format, secret, variables, reloadable);
  }

  /** This setting as a secret. */
  public Setting<T> asSecret() {
    return new Setting<>(name, fallback, description, format, true, variables, reloadable);
  }

  /** This setting, read from one more environment variable. */
  public Setting<T> orVariable(String other) {
    List<String> all = Stream.concat(variables.stream(), Stream.of(other)).toList();
    return new Setting<>(name, fallback, description, format, secret, all, reloadable);
  }

  /** This setting as one that a running program follows. */
  public Setting<T> asReloadable() {
    return new Setting<>(name, fallback, description, format, secret, variables, true);
  }

  /** Whether {@code --x} alone means {@code --x=true}. */
  public boolean isSwitch() {
    return format.choices().equals(Format.SWITCH);
  }

  /** A text of this setting as people may see it, without secrets. */
  public String shown(String text) {
    return secret ? Secrets.HIDDEN : Secrets.mask(text);
  }

  /** The same of a text that there may not be. */
  String shown(Optional<String> text) {
    return text.map(this::shown).orElse("unset");
  }

  /** {@code --x}. */
  public String flag() {
    return "--" + name;
  }
}
