package shippy.console.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import shippy.console.io.Screen;

class TableTest {
  private static final List<Column> COLUMNS =
      List.of(Column.id("ID"), Column.text("TEXT"), Column.number("KG"), Column.time("CREATED"));
  private static final List<String> ROW =
      List.of("0193-aaaa-bbbb-cccc-9999", "a long description", "55000", "2026-11-21 10:00:00Z");
  private static final Table TABLE = Table.of(COLUMNS, List.of(ROW, List.of("1", "b", "7", "")));

  @Test
  void a_time_is_never_cut_to_another_time() {
    String wide = TABLE.lines(Screen.UNLIMITED).get(1);
    for (int narrower = 1; narrower <= 9; narrower++) {
      assertThat(TABLE.lines(wide.length() - narrower).get(1)).endsWith("55000  2026-11-21");
    }
  }

  @Test
  void a_wide_screen_shows_everything_with_numbers_to_the_right() {
    assertThat(TABLE.lines(Screen.UNLIMITED))
        .containsExactly(
            "ID                        TEXT                   KG  CREATED",
            "0193-aaaa-bbbb-cccc-9999  a long description  55000  2026-11-21 10:00:00Z",
            "1                         b                       7");
  }

  @Test
  void time_gives_way_first_then_text_then_ids() {
    assertThat(TABLE.lines(68).get(1))
        .isEqualTo("0193-aaaa-bbbb-cccc-9999  a long description  55000  2026-11-21");
    assertThat(TABLE.lines(58).get(1))
        .isEqualTo("0193-aaaa-bbbb-cccc-9999  a long descr…  55000  2026-11-21");
    assertThat(TABLE.lines(45).get(1)).isEqualTo("0193-aa…cc-9999  a long d…  55000  2026-11-21");
  }

  @Test
  void a_screen_too_narrow_for_columns_gets_a_line_per_cell() {
    assertThat(TABLE.lines(30))
        .containsExactly(
            "ID: 0193-aaaa-bbbb-cccc-9999",
            "TEXT: a long description",
            "KG: 55000",
            "CREATED: 2026-11-21 10:00:00Z",
            "",
            "ID: 1",
            "TEXT: b",
            "KG: 7",
            "CREATED:");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 12, 20, 36, 37, 40, 50, 60, 70, 80, 200})
  void no_line_is_wider_than_the_screen_or_ends_in_a_blank(int width) {
    assertThat(TABLE.lines(width))
        .allSatisfy(line -> assertThat(DisplayWidth.of(line)).isLessThanOrEqualTo(width))
        .allSatisfy(line -> assertThat(line).isEqualTo(line.stripTrailing()));
  }

  @Test
  void wide_and_combining_characters_keep_columns_straight() {
    Table table =
        Table.of(
            List.of(Column.text("A"), Column.text("B")),
            List.of(List.of("港口", "x"), List.of("e\u0301", "x"), List.of("🚢", "x")));
    assertThat(table.lines(80)).containsExactly("A     B", "港口  x", "e\u0301     x", "🚢    x");
  }

  @Test
  void a_wide_character_is_not_cut_in_half() {
    Table table = Table.of(List.of(Column.text("A")), List.of(List.of("港口港口港口")));
    assertThat(table.lines(10)).containsExactly("A", "港口港口…");
  }

  @Test
  void control_characters_in_cells_are_made_harmless() {
    Table table = Table.of(List.of(Column.text("A")), List.of(List.of("x\u001b[31m\r\n\u202e")));
    assertThat(table.lines(80)).containsExactly("A", "x?[31m???");
  }

  @Test
  void an_empty_table_is_its_header() {
    assertThat(Table.of(COLUMNS, List.of()).lines(80)).containsExactly("ID  TEXT  KG  CREATED");
  }

  @Test
  void a_row_of_the_wrong_size_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Table.of(COLUMNS, List.of(List.of("x"))))
        .withMessage("row: [x] (expected: 4 cells)");
  }
}
