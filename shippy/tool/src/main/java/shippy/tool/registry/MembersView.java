package shippy.tool.registry;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.registry.ClusterMember;

/**
 * The servers of a registry, as {@code etcdctl endpoint status -w table} shows them. One that does
 * not answer has only its endpoint and the reason. A fault of one that answers is shown with its
 * fix.
 */
record MembersView(String registry, List<ClusterMember> members) implements View {
  private static final List<Column> COLUMNS =
      List.of(
          Column.id("ENDPOINT"),
          Column.id("ID"),
          Column.text("VERSION"),
          Column.number("DB SIZE"),
          Column.text("LEADER"),
          Column.number("TERM"),
          Column.number("INDEX"));

  MembersView {
    members = List.copyOf(members);
  }

  @Override
  public void text(Text text) {
    boolean anyDown = members.stream().anyMatch(member -> !error(member).isEmpty());
    List<Column> columns = new ArrayList<>(COLUMNS);
    if (anyDown) {
      columns.add(Column.text("ERROR"));
    }
    List<List<String>> rows =
        members.stream().map(MembersView::row).map(r -> r.subList(0, columns.size())).toList();
    text.table(Table.of(columns, rows));
    members.stream()
        .flatMap(member -> member.faults().stream())
        .forEach(
            fault -> {
              text.line("");
              text.line(fault.what());
              text.line("  fix: %s (%s)".formatted(fault.fix().command(), fault.fix().effect()));
            });
  }

  private static String error(ClusterMember member) {
    if (member instanceof ClusterMember.Down down) {
      return down.reason();
    }
    return member instanceof ClusterMember.Forbidden forbidden
        ? forbidden.reason()
        : member.faults().stream().map(fault -> fault.what()).collect(joining("; "));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("registry", registry);
    json.writeArrayFieldStart("members");
    for (ClusterMember member : members) {
      write(member, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return members.stream()
        .map(member -> new Item(member.endpoint(), json -> write(member, json)))
        .toList();
  }

  private static List<String> row(ClusterMember member) {
    if (member instanceof ClusterMember.Up up) {
      return List.of(
          up.endpoint(),
          Long.toHexString(up.id()),
          up.version(),
          size(up.dbSizeBytes()),
          up.leader() ? "yes" : "no",
          Long.toString(up.raftTerm()),
          Long.toString(up.raftIndex()),
          error(member));
    }
    return List.of(member.endpoint(), "-", "-", "-", "-", "-", "-", error(member));
  }

  private static void write(ClusterMember member, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("endpoint", member.endpoint());
    if (member instanceof ClusterMember.Up up) {
      write(up, json);
    }
    if (!error(member).isEmpty()) {
      json.writeStringField("error", error(member));
    }
    if (!member.faults().isEmpty()) {
      json.writeStringField("fix", member.faults().get(0).fix().command());
    }
    json.writeEndObject();
  }

  private static void write(ClusterMember.Up up, JsonGenerator json) throws IOException {
    json.writeStringField("id", Long.toHexString(up.id()));
    json.writeStringField("version", up.version());
    json.writeNumberField("db_size", up.dbSizeBytes());
    json.writeBooleanField("leader", up.leader());
    json.writeNumberField("raft_term", up.raftTerm());
    json.writeNumberField("raft_index", up.raftIndex());
  }

  /** As etcdctl writes it. */
  private static String size(long bytes) {
    return bytes < 1_000_000
        ? "%d kB".formatted(bytes / 1_000)
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
