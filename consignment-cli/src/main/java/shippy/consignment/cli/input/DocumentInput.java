package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A whole document, JSON or YAML, which is read at once. */
final class DocumentInput implements Inputs.Part {
  private static final Pattern YAML_NAME = Pattern.compile("\\.ya?ml$", Pattern.CASE_INSENSITIVE);
  private static final Pattern YAML_BEGIN =
      Pattern.compile("\ufeff?\\s*(?:---\\s|- |#|%YAML|[\\w\"']+:\\s)");
  private static final int HEAD = 4096;

  private final String name;
  private final byte[] bytes;
  private final boolean sniffed;
  private List<Entry.Good> entries = List.of();
  private int handedOut;

  /**
   * A document.
   *
   * @param name what errors call it by
   * @param sniffed whether its beginning tells what it is if the name does not
   */
  DocumentInput(String name, byte[] bytes, boolean sniffed) {
    this.name = name;
    this.bytes = bytes;
    this.sniffed = sniffed;
  }

  /** Its consignments, or the first thing that is wrong. */
  List<Entry.Good> read() {
    Document written = Document.decode(name, bytes, 1);
    return ConsignmentReader.read(isYaml() ? YamlToJson.convert(written) : written);
  }

  @Override
  public void check() {
    entries = read();
  }

  @Override
  public Optional<Entry> next() {
    return handedOut < entries.size() ? Optional.of(entries.get(handedOut++)) : Optional.empty();
  }

  @Override
  public long size() {
    return Math.max(1, bytes.length);
  }

  @Override
  public long taken() {
    return entries.isEmpty() ? size() : size() * handedOut / entries.size();
  }

  @Override
  public void close() {}

  /** By its name, else by how it begins. */
  private boolean isYaml() {
    return YAML_NAME.matcher(name).find()
        || (sniffed
            && YAML_BEGIN
                .matcher(new String(bytes, 0, Math.min(bytes.length, HEAD), UTF_8))
                .lookingAt());
  }
}
