package shippy.tool.config;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import shippy.config.etcd.ConfigCentre;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigKey;
import shippy.console.Invocation;
import shippy.console.io.ShutdownInterrupt;
import shippy.console.output.ListOutput;
import shippy.console.output.Output;
import shippy.console.output.SecretLines;
import shippy.console.output.View;
import shippy.problem.ExitCode;
import shippy.problem.Problem;

/** {@code shippy config watch KEY}. */
@Command(
    name = "watch",
    description = {
      "Show what a key holds, now and after each change, until Ctrl-C.",
      "Of a key that ends with / all keys below it. Secrets are shown as ***."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  shippy config watch vessel",
      "  shippy config watch /micro/config/ -o jsonl | jq -r .key"
    })
final class KeyWatch implements CentreAction {
  @Parameters(paramLabel = "KEY", description = ConfigCommand.KEY)
  private String key = "";

  private final BlockingQueue<Runnable> events = new LinkedBlockingQueue<>();
  private final Map<String, Entry> shown = new HashMap<>();

  @Override
  public ExitCode run(Invocation call, ConfigCentre centre) {
    String named = ConfigKey.typedFolder(key).text();
    ListOutput list = call.output().list("versions");
    ConfigCentre.Listener listener =
        new ConfigCentre.Listener() {
          @Override
          public void changed(List<Entry> entries) {
            events.add(() -> show(entries, call.output(), list));
          }

          @Override
          public void failed(Problem problem) {
            events.add(() -> call.output().failure(problem.what(), problem));
          }
        };
    try (ShutdownInterrupt ending = ShutdownInterrupt.ofThisThread();
        ConfigCentre.Watch watch = centre.watch(named, listener)) {
      while (!call.io().outIsLeft()) {
        Optional.ofNullable(events.poll(1, TimeUnit.SECONDS)).ifPresent(Runnable::run);
      }
      return ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    } finally {
      list.end("complete", true);
    }
  }

  /** Shows those that have another revision than when they were shown, and those that are gone. */
  private void show(List<Entry> entries, Output output, ListOutput list) {
    if (entries.isEmpty() && shown.isEmpty()) {
      output.remark("no such key yet: " + key);
    }
    Set<String> gone = new HashSet<>(shown.keySet());
    for (Entry entry : entries) {
      gone.remove(entry.key());
      if (!entry.equals(shown.put(entry.key(), entry))) {
        String text = SecretLines.mask(entry.text());
        output.line("%s (version %d)".formatted(SettingsText.name(entry), entry.version()));
        text.lines().forEach(line -> output.line("  " + line));
        list.add(new View.Item(SettingsText.name(entry), json -> write(entry, text, json)));
      }
    }
    for (String name : gone) {
      shown.remove(name);
      output.line(name + " is deleted");
      list.add(new View.Item(name, json -> writeDeleted(name, json)));
    }
  }

  private static void write(Entry entry, String text, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", entry.key());
    json.writeNumberField("revision", entry.revision());
    json.writeNumberField("version", entry.version());
    json.writeStringField("text", text);
    json.writeEndObject();
  }

  private static void writeDeleted(String key, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("key", key);
    json.writeBooleanField("deleted", true);
    json.writeEndObject();
  }
}
