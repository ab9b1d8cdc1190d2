package shippy.tool.call;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import shippy.console.output.Text;
import shippy.console.output.View;
import shippy.invoke.HttpMapping;
import shippy.invoke.Method;
import shippy.invoke.Shape;

/** A method: request and response as {@code get service} shows them, and a request to fill in. */
record MethodView(Method method) implements View {
  static final int WIDTH = 76;

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
    method.http().forEach(mapping -> text.line("HTTP: " + mapping));
    text.line("");
    if (!method.doc().isEmpty()) {
      lines(method.doc(), WIDTH).forEach(text::line);
      text.line("");
    }
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

  /** A comment in lines of that width. */
  static List<String> lines(String comment, int width) {
    List<String> lines = new ArrayList<>();
    for (String paragraph : comment.lines().toList()) {
      String rest = paragraph;
      while (rest.length() > width && rest.lastIndexOf(' ', width) > 0) {
        int end = rest.lastIndexOf(' ', width);
        lines.add(rest.substring(0, end));
        rest = rest.substring(end + 1);
      }
      lines.add(rest);
    }
    return lines;
  }

  private static void show(String label, Shape message, Text text) {
    lines(message.doc(), WIDTH).forEach(line -> text.line("// " + line));
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
    int room = Math.max(WIDTH - 8 * depth, WIDTH / 2);
    lines(field.doc(), room).forEach(line -> text.indented(depth, "// " + line));
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
    writeDoc(method.doc(), json);
    if (!method.http().isEmpty()) {
      json.writeArrayFieldStart("http");
      for (HttpMapping mapping : method.http()) {
        json.writeString(mapping.toString());
      }
      json.writeEndArray();
    }
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

  static void writeDoc(String doc, JsonGenerator json) throws IOException {
    if (!doc.isEmpty()) {
      json.writeStringField("doc", doc);
    }
  }

  private static void write(Shape shape, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", shape.name());
    json.writeStringField("type", shape.type());
    writeDoc(shape.doc(), json);
    json.writeArrayFieldStart("fields");
    for (Shape field : shape.fields()) {
      write(field, json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
