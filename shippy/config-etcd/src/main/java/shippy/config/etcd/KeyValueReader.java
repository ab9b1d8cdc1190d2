package shippy.config.etcd;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import shippy.config.ConfigFormat;
import shippy.config.etcd.ConfigCentre.Entry;
import shippy.config.etcd.ConfigCentre.Found;
import shippy.problem.ExitCode;
import shippy.problem.Problem;
import shippy.problem.ProblemException;

/** Turns an answer of etcd into entries, if they can hold settings. */
final class KeyValueReader {
  static final int MAX_KEYS = 1_000;
  private static final int MAX_BYTES = 4 * ConfigFormat.MAX_CHARACTERS;

  private KeyValueReader() {}

  static Found found(ConfigKey key, GetResponse response) {
    if (response.isMore()) {
      throw Problem.of(
              ExitCode.CONFIG,
              "%s: %d keys (expected: at most %d with one prefix)"
                  .formatted(key.text(), response.getCount(), MAX_KEYS))
          .toException();
    }
    return new Found(
        response.getHeader().getRevision(),
        response.getKvs().stream().map(KeyValueReader::entry).toList());
  }

  private static Entry entry(KeyValue found) {
    String key = found.getKey().toString(StandardCharsets.UTF_8);
    if (found.getValue().size() > MAX_BYTES) {
      throw tooLong(key + "@" + found.getModRevision(), found.getValue().size() + " bytes");
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(found.getValue().getBytes()))
              .toString();
      return new Entry(
          key, text, found.getModRevision(), found.getCreateRevision(), found.getVersion());
    } catch (CharacterCodingException e) {
      throw Problem.of(
              ExitCode.CONFIG,
              "%s@%d: bytes that are no text (expected: UTF-8)"
                  .formatted(key, found.getModRevision()))
          .toException(e);
    }
  }

  static ProblemException tooLong(String key, String size) {
    return Problem.of(
            ExitCode.CONFIG, "%s: %s (expected: at most 64 KiB of settings)".formatted(key, size))
        .toException();
  }
}
