package shippy.tool.call;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.Column;
import shippy.console.output.Table;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.invoke.Method;
import shippy.invoke.ServiceSchema;

/** The methods of a service, without those that every service has. */
record SchemaView(ServiceSchema schema) implements View {
  private static final List<Column> COLUMNS =
      List.of(
          Column.text("ENDPOINT"),
          Column.text("REQUEST"),
          Column.text("RESPONSE"),
          Column.text("KIND"));

  @Override
  public void text(Text text) {
    if (!doc().isEmpty()) {
      MethodView.lines(doc(), MethodView.WIDTH).forEach(text::line);
      text.line("");
    }
    List<List<String>> rows =
        schema.own().stream()
            .map(
                method ->
                    List.of(
                        method.endpoint(),
                        method.requestShape().type(),
                        method.responseShape().type(),
                        MethodView.kind(method)))
            .toList();
    text.table(Table.of(COLUMNS, rows));
  }

  private String doc() {
    return schema.own().stream().map(Method::serviceDoc).findFirst().orElse("");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("service", schema.service());
    json.writeStringField("version", schema.version());
    MethodView.writeDoc(doc(), json);
    json.writeArrayFieldStart("methods");
    for (Method method : schema.own()) {
      new MethodView(method).json(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return schema.own().stream()
        .map(method -> new Item(method.endpoint(), json -> new MethodView(method).json(json)))
        .toList();
  }
}
