package shippy.config.files;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;
import shippy.config.ConfigFormat;
import shippy.problem.ProblemException;

/**
 * Makes entries of the parts of a document, told in their order, and refuses what is well-formed
 * but no settings. One use.
 */
final class EntryCollector {
  static final String TOO_DEEP =
      "nested too deeply (expected: at most %d keys)".formatted(ConfigFormat.MAX_DEPTH);

  private final List<ConfigEntry> entries = new ArrayList<>();

  /** Outermost first. */
  private final Deque<OpenMap> maps = new ArrayDeque<>();

  private @Nullable List<String> list;
  private boolean ended;

  /** A map whose end has not come, and its last key. */
  private static final class OpenMap {
    private final Map<String, Place> keys = new HashMap<>();
    private String key = "";
  }

  List<ConfigEntry> entries() {
    return entries;
  }

  void startMap(Place place) {
    checkStart(place, "a map");
    if (maps.size() == ConfigFormat.MAX_DEPTH) {
      throw refused(place, TOO_DEEP);
    }
    maps.addLast(new OpenMap());
  }

  void endMap() {
    boolean empty = maps.removeLast().keys.isEmpty();
    ended = maps.isEmpty();
    if (empty && !ended) {
      throw refused(
          keyPlace(),
          "\"%s\" has no settings below it (expected: some, or no key)".formatted(key()));
    }
  }

  void startList(Place place) {
    checkStart(place, "a list");
    checkInMap(place, "a list");
    list = new ArrayList<>();
  }

  void endList() {
    List<String> values = requireNonNull(list, "list");
    list = null;
    if (values.isEmpty()) {
      throw refused(
          keyPlace(), "\"%s\" is an empty list (expected: values, or no key)".formatted(key()));
    }
    add(String.join(",", values));
  }

  void key(String key, Place place) {
    checkCharacters(key, place);
    OpenMap map = maps.getLast();
    Place first = map.keys.putIfAbsent(key, place);
    if (first != null) {
      throw refused(place, "\"%s\" is set twice, first in %s".formatted(key, first));
    }
    map.key = key;
  }

  void value(String text, Place place) {
    checkInMap(place, "a single value");
    checkCharacters(text, place);
    if (list == null) {
      add(text);
    } else if (text.contains(",")) {
      throw refused(place, "a comma in a list (expected: values without commas)");
    } else {
      list.add(text);
    }
  }

  void noValue(Place place) {
    checkInMap(place, "no value");
    throw refused(keyPlace(), "\"%s\" has no value (expected: one, or no key)".formatted(key()));
  }

  private void checkStart(Place place, String found) {
    if (list != null) {
      throw refused(place, found + " in a list (expected: single values)");
    }
    if (ended) {
      throw refused(place, "a second document (expected: one)");
    }
  }

  private void checkInMap(Place place, String found) {
    if (maps.isEmpty()) {
      throw refused(
          place,
          ended
              ? "more after the end (expected: one document)"
              : found + " (expected: keys with values)");
    }
  }

  private void add(String text) {
    entries.add(new ConfigEntry(maps.stream().map(map -> map.key).toList(), text, keyPlace()));
  }

  private String key() {
    return maps.getLast().key;
  }

  private Place keyPlace() {
    return requireNonNull(maps.getLast().keys.get(key()), "place");
  }

  private static void checkCharacters(String text, Place place) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw refused(place, "a control character (expected: one line of text)");
    }
    if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
      throw refused(place, "half a character (expected: a pair such as \\ud83d\\ude00)");
    }
  }

  static ProblemException refused(Place place, String what) {
    return place.problem(what).toException();
  }
}
