package shippy.tool.call;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.invoke.Method;
import shippy.invoke.Shape;

/** A method: request and response as {@code get service} shows them, and a request to fill in. */
record MethodView(Method method) implements View {
  /** What it streams, if anything. */
  static String kind(Method method) {
    if (method.clientStreaming()) {
      return method.serverStreaming() ? "streams both ways" : "streams requests";
    }
    return method.serverStreaming() ? "streams answers" : "unary";
  }

  @Override
  public void text(Text text) {
    text.line("Endpoint: " + method.endpoint());
    text.line("Full name: " + method.fullName());
    text.line("Kind: " + kind(method));
    text.line("");
    show("Request: ", method.requestShape(), text);
    text.line("");
    show("Response: ", method.responseShape(), text);
    if (!method.clientStreaming()) {
      text.line("");
      text.line("Template:");
      new JsonView(method.template()).text(text);
      text.line("");
      String verb = method.serverStreaming() ? "stream" : "call";
      text.line(
          "shippy %s %s %s '%s'"
              .formatted(verb, method.service(), method.endpoint(), method.template()));
    }
  }

  private static void show(String label, Shape message, Text text) {
    String head = label + message.type() + " {";
    if (message.fields().isEmpty()) {
      text.line(head + "}");
      return;
    }
    text.line(head);
    message.fields().forEach(field -> show(field, 1, text));
    text.line("}");
  }

  private static void show(Shape field, int depth, Text text) {
    String declaration = field.name() + " " + field.type();
    if (field.fields().isEmpty()) {
      text.indented(depth, declaration);
      return;
    }
    text.indented(depth, declaration + " {");
    field.fields().forEach(inner -> show(inner, depth + 1, text));
    text.indented(depth, "}");
  }

  @Override
  public void json(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("endpoint", method.endpoint());
    json.writeStringField("full_name", method.fullName());
    json.writeBooleanField("client_streaming", method.clientStreaming());
    json.writeBooleanField("server_streaming", method.serverStreaming());
    json.writeFieldName("request");
    write(method.requestShape(), json);
    json.writeFieldName("response");
    write(method.responseShape(), json);
    json.writeFieldName("template");
    new JsonView(method.template()).json(json);
    json.writeEndObject();
  }

  @Override
  public List<Item> items() {
    return List.of(new Item(method.endpoint(), this::json));
  }

  private static void write(Shape shape, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", shape.name());
    json.writeStringField("type", shape.type());
    json.writeArrayFieldStart("fields");
    for (Shape field : shape.fields()) {
      write(field, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
