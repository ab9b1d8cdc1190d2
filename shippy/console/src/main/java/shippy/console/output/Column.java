package shippy.console.output;

import static java.util.Objects.requireNonNull;

/**
 * A column of a {@link Table}, and how it shrinks on a narrow screen.
 *
 * @param header its name
 * @param kind how it is aligned and cut
 */
public record Column(String header, Kind kind) {
  /** Columns shrink in this order; numbers never do. */
  enum Kind {
    /** Cut at a blank, without a mark: the date remains of date and time. */
    TIME(10),
    /** Cut at the end. */
    TEXT(9),
    /** Cut in the middle: both ends tell ids apart. */
    ID(11),
    /** Right-aligned, never cut. */
    NUMBER(Integer.MAX_VALUE);

    private final int narrowest;

    Kind(int narrowest) {
      this.narrowest = narrowest;
    }
  }

  public Column {
    requireNonNull(header, "header");
    requireNonNull(kind, "kind");
  }

  /** Words, cut at the end. */
  public static Column text(String header) {
    return new Column(header, Kind.TEXT);
  }

  /** A number, aligned to the right and never cut. */
  public static Column number(String header) {
    return new Column(header, Kind.NUMBER);
  }

  /** An identifier, cut in the middle, and only when nothing else can shrink. */
  public static Column id(String header) {
    return new Column(header, Kind.ID);
  }

  /** A date and a time, the first to shrink: down to the date. */
  public static Column time(String header) {
    return new Column(header, Kind.TIME);
  }

  /** The narrowest this column may become if its cells need {@code natural} columns. */
  int narrowest(int natural) {
    return Math.min(natural, Math.max(kind.narrowest, DisplayWidth.of(header)));
  }

  /** The cell in at most {@code width} columns. */
  String fit(String cell, int width) {
    if (DisplayWidth.of(cell) <= width) {
      return cell;
    }
    return switch (kind) {
      case TIME -> words(DisplayWidth.head(cell, width));
      case ID -> middle(cell, width);
      case TEXT, NUMBER -> DisplayWidth.ellipsis(cell, width);
    };
  }

  /** Cuts at a blank: a part of a time would be another time. */
  private static String words(String cut) {
    int blank = cut.lastIndexOf(' ');
    return blank < 0 ? cut : cut.substring(0, blank);
  }

  private static String middle(String cell, int width) {
    String tail = DisplayWidth.tail(cell, (width - 1) / 2);
    return DisplayWidth.ellipsis(cell, width - DisplayWidth.of(tail)) + tail;
  }
}
