package shippy.testkit.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import shippy.registry.Node;

/** Addresses as they may stand in registries, and the result of a call to each. */
public final class AddressTable {
  private static final String FORM = "(?s)address: \".*\" \\(expected: host:port, .*";
  private static final String UNKNOWN = "unknown host: .*";
  private static final String REFUSED = "Connection refused: .*";

  /** The text depends on the network of the machine. */
  private static final String FAILS = "(?s).+";

  /** Answers or fails, depending on the machine's resolver. */
  private static final String EITHER = "|(?s).+";

  private static final String[][] TABLE = {
    {"127.0.0.1:PORT", ""},
    {"127.0.0.2:PORT", ""},
    {"[::1]:PORT", ""},
    {"[0:0:0:0:0:0:0:1]:PORT", ""},
    {"[0000:0000::0001]:PORT", ""},
    {"[::ffff:127.0.0.1]:PORT", ""},
    {"[::FFFF:7F00:1]:PORT", ""},
    {"[::1%lo]:PORT", EITHER},
    {"localhost:PORT", ""},
    {"LocalHost:PORT", ""},
    {"localhost.:PORT", EITHER},
    {"127.0.0.1:1", REFUSED},
    {"127.0.0.1:65535", REFUSED},
    {"[::1]:1", REFUSED},
    {"127.0.0.1:0", "port: 0 \\(expected: 1-65535\\)"},
    {"0.0.0.0:PORT", "host: 0\\.0\\.0\\.0 \\(expected: one that others can call\\)"},
    {"[::]:PORT", "host: :: \\(expected: one that others can call\\)"},
    {"[0:0::0]:PORT", "host: :: \\(expected: one that others can call\\)"},
    {"0:PORT", "host: 0 \\(expected: one that others can call\\)"},
    {"[fe80::1%no-such.7]:PORT", UNKNOWN},
    {"no_such_host.invalid:PORT", UNKNOWN},
    {"No-Such.Invalid.:PORT", UNKNOWN},
    {"gr\u00fc\u00dfe.invalid:PORT", UNKNOWN},
    {"a..b:PORT", UNKNOWN},
    {"999.1.1.1:PORT", UNKNOWN},
    {"h".repeat(250) + ":PORT", UNKNOWN},
    {"255.255.255.255:PORT", FAILS},
    {"224.0.0.251:PORT", FAILS},
    {"127.0.0.1", FORM},
    {"127.0.0.1:", FORM},
    {":PORT", FORM},
    {"::1:PORT", FORM},
    {"[::1]", FORM},
    {"[::1:PORT", FORM},
    {"[:::]:PORT", "host: .*"},
    {"", FORM},
    {" ", FORM},
    {"127.0.0.1:PORT ", FORM},
    {"127.0.0.1:99999", "port: 99999 \\(expected: 0-65535\\)"},
    {"127.0.0.1:-1", FORM},
    {"127.0.0.1:123456", FORM},
    {"http://127.0.0.1:PORT", FORM},
    {"user@127.0.0.1:PORT", FORM},
    {"127.0.0.1:PORT,127.0.0.1:PORT", FORM},
    {"<img src=x onerror=alert(1)>:PORT", FORM},
    {"127.0.0.1:PORT\u001b[31m\n\u202e", FORM},
    {"a\u0000b:PORT/?#%zz", FORM},
    {"x".repeat(20_000), FORM},
    {"h".repeat(300) + ":PORT", "host: .*"},
  };

  /**
   * One address.
   *
   * @param fault the error message after its common first words; empty if it can be called
   */
  public record Row(String id, String address, Pattern fault) {
    /** Whether it can be called, in every place. */
    public boolean answers() {
      return fault.pattern().isEmpty();
    }

    public boolean mayAnswer() {
      return fault.matcher("").matches();
    }
  }

  private AddressTable() {}

  /** All rows for a service that listens on that port of all addresses of this machine. */
  public static List<Row> rows(int port) {
    List<Row> rows = new ArrayList<>();
    for (String[] row : TABLE) {
      String address = row[0].replace("PORT", Integer.toString(port));
      rows.add(new Row("n-%02d".formatted(rows.size() + 1), address, Pattern.compile(row[1])));
    }
    return rows;
  }

  /** The rows as instances of one service. */
  public static List<Node> nodes(String service, int port) {
    return rows(port).stream().map(row -> Node.of(service, row.id(), row.address())).toList();
  }
}
