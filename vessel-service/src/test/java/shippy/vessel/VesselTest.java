package shippy.vessel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import shippy.vessel.VesselRepository.Found;

class VesselTest {
  @Test
  void overloaded_vessel_cannot_exist() {
    assertThatThrownBy(() -> new Vessel("v", "V", "o", 10, 100, 11, 0))
        .hasMessage("used capacity: 11 (expected: 0-10)");
    assertThatThrownBy(() -> new Vessel("v", "V", "o", 10, 100, 0, 101))
        .hasMessage("used weight: 101 (expected: 0-100)");
    assertThatThrownBy(() -> new Vessel("v", "V", "o", 10, 100, -1, 0))
        .hasMessage("used capacity: -1 (expected: 0-10)");
  }

  @Test
  void empty_spec_cannot_exist() {
    assertThatThrownBy(() -> new CargoSize(0, 1))
        .hasMessage("size: 0 containers, 1 kg (expected: both more than 0)");
  }

  @Test
  void sample_of_the_tutorial_goes_to_its_vessel() {
    VesselRepository vessels = new InMemoryVesselRepository();
    vessels.seed(VesselHandler.FIRST_FLEET);
    Found found = (Found) vessels.bestFit(new CargoSize(3, 55_000));
    assertThat(found.vessel().id()).isEqualTo("vessel001");
    assertThat(found.vessel().name()).isEqualTo("Kane's Salty Secret");
  }
}
