package shippy.tool;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import shippy.console.Column;
import shippy.console.Table;
import shippy.console.Text;
import shippy.console.View;
import shippy.registry.etcd.MemberStatus;

/**
 * The members of an etcd cluster, as {@code etcdctl endpoint status -w table} shows them. One that
 * does not answer has nothing but its endpoint and the reason.
 */
record MembersView(List<MemberStatus> members) implements View {
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
    boolean anyDown = members.stream().anyMatch(MemberStatus.Down.class::isInstance);
    List<Column> columns = new ArrayList<>(COLUMNS);
    if (anyDown) {
      columns.add(Column.text("ERROR"));
    }
    List<List<String>> rows =
        members.stream().map(MembersView::row).map(r -> r.subList(0, columns.size())).toList();
    text.table(Table.of(columns, rows));
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("registry", "etcd");
    json.writeArrayFieldStart("members");
    for (MemberStatus member : members) {
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

  private static List<String> row(MemberStatus member) {
    if (member instanceof MemberStatus.Up up) {
      return List.of(
          up.endpoint(),
          Long.toHexString(up.id()),
          up.version(),
          size(up.dbSizeBytes()),
          up.leader() ? "yes" : "no",
          Long.toString(up.raftTerm()),
          Long.toString(up.raftIndex()),
          "");
    }
    String error = member instanceof MemberStatus.Down down ? down.reason() : "";
    return List.of(member.endpoint(), "-", "-", "-", "-", "-", "-", error);
  }

  private static void write(MemberStatus member, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("endpoint", member.endpoint());
    if (member instanceof MemberStatus.Up up) {
      write(up, json);
    } else if (member instanceof MemberStatus.Down down) {
      json.writeStringField("error", down.reason());
    }
    json.writeEndObject();
  }

  private static void write(MemberStatus.Up up, JsonGenerator json) throws IOException {
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
