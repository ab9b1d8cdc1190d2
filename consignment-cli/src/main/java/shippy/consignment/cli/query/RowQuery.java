package shippy.consignment.cli.query;

import com.google.protobuf.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which rows to show, and in which order. Immutable. */
public record RowQuery(
    List<RowFilter> filters, Optional<Comparator<Message>> order, Optional<Integer> limit) {

  /** The rows to show; reads no more of them than it needs. */
  public <T extends Message> List<T> of(Stream<T> rows) {
    return stream(rows).toList();
  }

  /** The same as they are read; only an order reads all of them first. */
  public <T extends Message> Stream<T> stream(Stream<T> rows) {
    Stream<T> wanted =
        rows.filter(row -> filters.stream().allMatch(filter -> filter.condition().test(row)));
    Stream<T> sorted = order.map(wanted::sorted).orElse(wanted);
    return limit.map(sorted::limit).orElse(sorted);
  }

  /** How many rows are read at most, if that is known. */
  public Optional<Integer> reads() {
    return filters.isEmpty() && order.isEmpty() ? limit : Optional.empty();
  }

  /** Whether a filter is about this field. */
  public boolean filtersBy(String name) {
    return filters.stream().anyMatch(filter -> filter.field().name().equals(name));
  }

  /** The filters in words: empty, or after "no consignments". */
  public String filtered() {
    return filters.isEmpty()
        ? ""
        : filters.stream().map(RowFilter::text).collect(Collectors.joining(" and ", " with ", ""));
  }
}
