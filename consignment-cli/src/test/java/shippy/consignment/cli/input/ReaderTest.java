package shippy.consignment.cli.input;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import shippy.problem.Problem;
import shippy.problem.ProblemException;
import shippy.proto.consignment.Consignment;
import shippy.proto.consignment.Container;
import shippy.testkit.JsonCase;

/** What is accepted, and bytes that are no text. */
class ReaderTest {
  private static final Consignment PLAIN =
      Consignment.newBuilder()
          .setDescription("d")
          .setWeight(5)
          .addContainers(Container.newBuilder().setCustomerId("c").setUserId("u"))
          .build();

  @Test
  void both_spellings_of_names_are_accepted() {
    assertThat(
            read(
                """
                {"description": "d", "weight": 5,
                 "containers": [{"customer_id": "c", "userId": "u"}]}
                """))
        .isEqualTo(PLAIN);
  }

  @Test
  void a_byte_order_mark_is_skipped() {
    assertThat(
            read(
                "\ufeff{\"description\": \"d\", \"weight\": 5,"
                    + "\"containers\": [{\"customerId\": \"c\", \"userId\": \"u\"}]}"))
        .isEqualTo(PLAIN);
  }

  @Test
  void what_only_the_service_sets_is_ignored() {
    assertThat(
            read(
                """
                {"description": "d", "weight": 5, "vessel_id": "v", "status": "CONFIRMED",
                 "created_at": "2026-11-21T10:00:00.123Z",
                 "containers": [{"customer_id": "c", "user_id": "u"}]}
                """))
        .isEqualTo(PLAIN);
  }

  @Test
  void null_is_the_same_as_left_out() {
    assertThat(
            read(
                """
                {"id": null, "description": "d", "weight": 5, "status": null,
                 "containers": [{"customer_id": "c", "user_id": "u", "origin": null}]}
                """))
        .isEqualTo(PLAIN);
  }

  @Test
  void several_values_are_several_consignments_in_any_form() {
    String plain =
        """
        {"description": "d", "weight": 5, "containers": [{"customer_id": "c", "user_id": "u"}]}
        """;
    String all = plain + plain.strip() + "{\"consignments\": [" + plain + "]}\n[" + plain + "]";
    List<Entry.Good> entries = new DocumentInput("x.json", all.getBytes(UTF_8), false).read();

    assertThat(entries).extracting(Entry.Good::consignment).containsOnly(PLAIN).hasSize(4);
    assertThat(entries)
        .extracting(Entry.Good::at)
        .containsExactly("x.json:1", "x.json:2", "x.json:2", "x.json:4");
  }

  @ParameterizedTest
  @MethodSource("shippy.testkit.JsonCase#all")
  void json_is_judged_as_by_every_other_reader(JsonCase json) {
    DocumentInput input = new DocumentInput("x.json", json.json().getBytes(UTF_8), false);
    if (json.error().isEmpty()) {
      assertThat(input.read()).hasSize(1);
      return;
    }
    assertThatThrownBy(() -> input.read())
        .isInstanceOfSatisfying(
            ProblemException.class,
            e -> assertThat(e.problem().what()).isEqualTo("x.json:" + json.error().get()));
  }

  @Test
  void any_text_is_kept_as_it_is() {
    Consignment read =
        read(
            """
            {"id": "\\u001b[2J", "description": "港口 \\ud83d\\udea2 🚢 \\n", "weight": 2147483647,
             "containers": [{}]}
            """);
    assertThat(read.getId()).isEqualTo("\u001b[2J");
    assertThat(read.getDescription()).isEqualTo("港口 🚢 🚢 \n");
    assertThat(read.getWeight()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void invalid_utf8_is_refused_with_its_offset() {
    byte[] bytes = "{\"description\": \"aaX\"}".getBytes(UTF_8);
    bytes[19] = (byte) 0xff;
    Problem problem = MalformedTest.refuse(bytes);
    assertThat(problem.what()).isEqualTo("x.json: not UTF-8 text: byte 0xff at offset 19");
    assertThat(problem.likely()).hasValue("a binary file, or text in another encoding");
  }

  @Test
  void an_umlaut_in_latin1_is_refused_with_its_offset() {
    byte[] bytes = "{\"description\": \"München\"}".getBytes(Charset.forName("ISO-8859-1"));
    assertThat(MalformedTest.refuse(bytes).what())
        .isEqualTo("x.json: not UTF-8 text: byte 0xfc at offset 18");
  }

  @Test
  void a_sequence_cut_off_at_the_end_is_refused() {
    byte[] bytes = {'{', '"', (byte) 0xe6, (byte) 0xb8};
    assertThat(MalformedTest.refuse(bytes).what())
        .isEqualTo("x.json: not UTF-8 text: byte 0xe6 at offset 2");
  }

  @Test
  void an_overlong_sequence_is_refused() {
    byte[] bytes = {'{', '"', (byte) 0xc0, (byte) 0x80, '"'};
    assertThat(MalformedTest.refuse(bytes).what())
        .isEqualTo("x.json: not UTF-8 text: byte 0xc0 at offset 2");
  }

  @Test
  void a_binary_file_is_refused() {
    byte[] elf = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0};
    assertThat(MalformedTest.refuse(elf).what())
        .isEqualTo("x.json: not UTF-8 text: byte 0x00 at offset 7");
  }

  @Test
  void utf16_is_recognized() {
    assertThat(MalformedTest.refuse("\ufeff{}".getBytes(UTF_16LE)).likely())
        .hasValue("saved as UTF-16");
  }

  private static Consignment read(String text) {
    List<Entry.Good> entries = new DocumentInput("x.json", text.getBytes(UTF_8), false).read();
    assertThat(entries).hasSize(1);
    return entries.get(0).consignment();
  }
}
