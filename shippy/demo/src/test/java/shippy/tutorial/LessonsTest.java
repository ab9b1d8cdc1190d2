package shippy.tutorial;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LessonsTest {
  @Test
  void each_lesson_fits_a_terminal_and_says_why() {
    for (Lesson lesson : Lessons.all()) {
      assertThat(lesson.title()).isNotBlank().hasSizeLessThan(60);
      assertThat(lesson.text().lines()).isNotEmpty().hasSizeLessThan(6);
      assertThat(lesson.text().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  @Test
  void services_are_started_first() {
    assertThat(Lessons.all().get(0).action()).isInstanceOf(Lesson.Action.Start.class);
    assertThat(Lessons.all()).hasSize(11);
  }
}
