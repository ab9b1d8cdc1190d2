package shippy.consignment.cli.query;

import com.google.protobuf.Message;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import shippy.config.Format;

/** The options of commands that list rows: which ones, and in which order. */
public final class RowOptions {
  private static final Format<Integer> COUNT = Format.integer(1, Integer.MAX_VALUE);

  @Option(
      names = "--filter",
      paramLabel = "FIELD=VALUE",
      description =
          "only those with this value; != > < >= <= too (in quotes); may repeat; fields are those of"
              + " -o json")
  private List<String> filters = List.of();

  @Option(
      names = "--sort",
      split = ",",
      paramLabel = "FIELD",
      description = "small ones first; with -FIELD large ones first; several with commas")
  private List<String> sort = List.of();

  @Option(names = "--limit", paramLabel = "N", description = "at most so many (all)")
  private String limit = "";

  /** The query; fields that do not exist are usage errors. */
  public RowQuery query(RowFields fields) {
    return new RowQuery(
        filters.stream().map(text -> RowFilter.parse(text, fields)).toList(),
        sort.stream().map(text -> order(text, fields)).reduce(Comparator::thenComparing),
        limit.isEmpty()
            ? Optional.empty()
            : Optional.of(new OptionValue("--limit", limit).as(COUNT)));
  }

  private static Comparator<Message> order(String text, RowFields fields) {
    boolean descending = text.startsWith("-");
    Comparator<Message> order =
        fields.find("--sort", descending ? text.substring(1) : text).order();
    return descending ? order.reversed() : order;
  }
}
