package shippy.tool.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.output.Column;
import shippy.console.output.ListView;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.problem.ExitCode;

/** {@code shippy config ls [PREFIX]}. */
@Command(
    name = "ls",
    aliases = "list",
    description = "List the keys of the config centre as a tree.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config ls                    below /shippy/config/",
      "  shippy config ls /micro/config      go-micro's",
      "  shippy config ls -o name"
    })
final class ListKeys implements CentreAction {
  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      description = "Where to look (/shippy/config/).")
  private String prefix = ConfigKey.ROOT;

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    String folder = ConfigKey.typedFolder(prefix.endsWith("/") ? prefix : prefix + "/").text();
    List<Entry> entries = centre.list(folder);
    if (entries.isEmpty()) {
      call.output().remark("no keys below %s (%s)".formatted(folder, centre.location()));
    }
    call.output().show(new KeyTree(folder, entries));
    return ExitCode.OK;
  }

  private record KeyTree(String folder, List<Entry> entries) implements ListView {
    private static final List<Column> COLUMNS =
        List.of(
            Column.id("KEY"),
            Column.number("REVISION"),
            Column.number("VERSIONS"),
            Column.number("BYTES"));

    @Override
    public void text(Text text) {
      List<List<String>> rows = new ArrayList<>();
      String above = "";
      for (Entry entry : entries) {
        String path = entry.key();
        addFolders(above, path, rows);
        rows.add(
            List.of(
                indented(path, path.length()),
                Long.toString(entry.revision()),
                Long.toString(entry.version()),
                Integer.toString(entry.bytes())));
        above = path;
      }
      text.table(Table.of(COLUMNS, rows));
    }

    /** The folders of a key that were not shown for the key above. */
    private void addFolders(String above, String path, List<List<String>> rows) {
      for (int end = folder.length(); end > 0; end = path.indexOf('/', end) + 1) {
        if (!above.startsWith(path.substring(0, end))) {
          rows.add(List.of(indented(path, end), "", "", ""));
        }
      }
    }

    /** The last name of a path that ends there, below its folders. */
    private String indented(String path, int end) {
      String part = path.substring(folder.length(), end);
      if (part.isEmpty()) {
        return folder;
      }
      int start = path.lastIndexOf('/', end - 2) + 1;
      long depth = 1 + part.substring(0, part.length() - 1).chars().filter(c -> c == '/').count();
      return "  ".repeat((int) depth) + path.substring(start, end);
    }

    @Override
    public List<Item> items() {
      return entries.stream().map(entry -> new Item(entry.key(), j -> write(entry, j))).toList();
    }

    private static void write(Entry entry, JsonGenerator json) throws IOException {
      json.writeStartObject();
      json.writeStringField("key", entry.key());
      json.writeNumberField("revision", entry.revision());
      json.writeNumberField("version", entry.version());
      json.writeNumberField("bytes", entry.bytes());
      json.writeEndObject();
    }
  }
}
