package shippy.config.files;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import shippy.config.ConfigEntry;
import shippy.config.ConfigEntry.Place;

/**
 * Takes the parts of a YAML document in their order. An alias stands for the parts of its anchor;
 * as few aliases can stand for very many parts, their number is limited. One use.
 */
final class YamlEvents {
  private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
  private static final int MAX_REPEATED = 10_000;

  private final String source;
  private final EntryCollector collector = new EntryCollector();
  private final Deque<Role> roles = new ArrayDeque<>();
  private final List<Event> events = new ArrayList<>();
  private final Deque<Integer> starts = new ArrayDeque<>();
  private final Map<Anchor, List<Event>> anchored = new HashMap<>();
  private int repeated;

  /** What the next node of a map or list is. */
  private enum Role {
    KEY,
    VALUE,
    ITEM
  }

  YamlEvents(String source) {
    this.source = source;
  }

  List<ConfigEntry> entries() {
    return collector.entries();
  }

  Place place(Optional<Mark> mark) {
    return mark.map(at -> new Place(source, at.getLine() + 1, at.getColumn() + 1))
        .orElse(new Place(source, 1, 0));
  }

  void take(Event event) {
    int index = events.size();
    events.add(event);
    if (event instanceof CollectionStartEvent) {
      starts.push(index);
    }
    read(event);
    int start = event instanceof CollectionEndEvent ? starts.pop() : index;
    if (!(event instanceof CollectionStartEvent)
        && events.get(start) instanceof NodeEvent node
        && !(node instanceof AliasEvent)) {
      node.getAnchor()
          .ifPresent(anchor -> anchored.put(anchor, List.copyOf(events.subList(start, index + 1))));
    }
  }

  private void read(Event event) {
    Place place = place(event.getStartMark());
    switch (event.getEventId()) {
      case MappingStart -> {
        start((CollectionStartEvent) event, Role.KEY);
        collector.startMap(place);
      }
      case SequenceStart -> {
        start((CollectionStartEvent) event, Role.ITEM);
        collector.startList(place);
      }
      case MappingEnd -> {
        roles.pop();
        collector.endMap();
      }
      case SequenceEnd -> {
        roles.pop();
        collector.endList();
      }
      case Scalar -> scalar((ScalarEvent) event, place);
      case Alias -> repeat((AliasEvent) event, place);
      case Comment, DocumentStart, DocumentEnd, StreamStart, StreamEnd -> {}
    }
  }

  private void start(CollectionStartEvent event, Role first) {
    Place place = place(event.getStartMark());
    if (isKey()) {
      throw EntryCollector.refused(place, "a key that is no text (expected: key: value)");
    }
    refuseTag(event.getTag(), place);
    roles.push(first);
  }

  private void scalar(ScalarEvent event, Place place) {
    refuseTag(event.getTag(), place);
    String text = event.getValue();
    if (isKey()) {
      if (event.isPlain() && text.equals("<<")) {
        throw EntryCollector.refused(place, "a merge key (expected: the keys themselves)");
      }
      collector.key(text, place);
    } else if (!event.isPlain() || !NULL.contains(text)) {
      collector.value(text, place);
    } else if (!roles.isEmpty() || !text.isEmpty()) {
      collector.noValue(place);
    }
  }

  /** An anchor that has not ended is not there yet, so no part can contain itself. */
  private void repeat(AliasEvent event, Place place) {
    @Nullable List<Event> parts = anchored.get(event.getAlias());
    if (parts == null) {
      throw EntryCollector.refused(
          place, "an alias (expected: one of an anchor above, or quotes around a text)");
    }
    repeated += parts.size();
    if (repeated > MAX_REPEATED) {
      throw EntryCollector.refused(
          place, "aliases of too much (expected: at most %d values)".formatted(MAX_REPEATED));
    }
    parts.forEach(this::read);
  }

  /** Whether the node that begins is a key. */
  private boolean isKey() {
    if (roles.isEmpty() || roles.peek() == Role.ITEM) {
      return false;
    }
    Role role = roles.pop();
    roles.push(role == Role.KEY ? Role.VALUE : Role.KEY);
    return role == Role.KEY;
  }

  private static void refuseTag(Optional<?> tag, Place place) {
    if (tag.isPresent()) {
      throw EntryCollector.refused(place, "a tag (expected: values without one)");
    }
  }
}
